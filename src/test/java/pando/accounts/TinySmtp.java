package pando.accounts;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import pando.config.SmtpConfig;

/// A real SMTP server of few words, which keeps the mails it takes.
public final class TinySmtp implements AutoCloseable {
  public record Mail(String from, String to, String subject, String text) {}

  private final ServerSocket server;
  private final LinkedBlockingQueue<Mail> mails = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean refusing;

  public TinySmtp() {
    try {
      server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = Thread.ofVirtual().start(this::serve);
  }

  /// Sends mails to it.
  public Mailer mailer() {
    var config = new SmtpConfig("127.0.0.1", port(), false, null, null, "pando@example.org");
    return new Mailer(config, "Photos", URI.create("https://photos.example.org"));
  }

  int port() {
    return server.getLocalPort();
  }

  /// Whether mails are turned away, as by a server that is full.
  public void refuse(boolean refuse) {
    refusing = refuse;
  }

  /// Whether all mails were taken.
  public boolean isEmpty() {
    return mails.isEmpty();
  }

  /// The oldest mail that was not taken yet.
  public Mail take() {
    try {
      var mail = mails.poll(10, TimeUnit.SECONDS);
      if (mail == null) {
        throw new AssertionError("no mail came");
      }
      return mail;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void serve() {
    try {
      while (true) {
        try (var socket = server.accept()) {
          converse(socket);
        }
      }
    } catch (SocketException _) {
      // closed
    } catch (IOException | MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void converse(Socket socket) throws IOException, MessagingException {
    var in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    say(socket, "220 tiny");
    var from = "";
    var to = "";
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      var command = line.toUpperCase(Locale.ROOT);
      if (command.startsWith("MAIL FROM:")) {
        from = address(line);
        say(socket, refusing ? "452 full" : "250 ok");
      } else if (command.startsWith("RCPT TO:")) {
        to = address(line);
        say(socket, "250 ok");
      } else if (command.equals("DATA")) {
        say(socket, "354 go on");
        mails.add(read(in, from, to));
        say(socket, "250 taken");
      } else if (command.equals("QUIT")) {
        say(socket, "221 bye");
        return;
      } else {
        say(socket, "250 ok");
      }
    }
  }

  private static Mail read(BufferedReader in, String from, String to)
      throws IOException, MessagingException {
    var data = new StringBuilder();
    for (var line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      data.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
    }
    var message =
        new MimeMessage(
            Session.getInstance(new Properties()),
            new ByteArrayInputStream(data.toString().getBytes(StandardCharsets.UTF_8)));
    if (message.getHeader("Date") == null) {
      throw new AssertionError("a mail without a date");
    }
    return new Mail(from, to, message.getSubject(), (String) message.getContent());
  }

  private static String address(String line) {
    return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
  }

  private static void say(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() {
    try {
      server.close();
      thread.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
