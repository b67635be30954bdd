package pando.fleet;

import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.blueprint.Layout;

/// How commands talk to the supervisor: over a socket in the file system that its owner alone may
/// open. A caller writes one line of JSON; the supervisor answers with lines, the last of which
/// says how it ended.
public final class Control implements AutoCloseable {
  private static final Jsonb JSON = Jsonb.builder().build();
  private static final Logger LOG = System.getLogger(Control.class.getName());
  private static final int MAX_REQUEST = 1 << 20;

  private final ServerSocketChannel channel;
  private final Path socket;

  /// What a caller asks for.
  ///
  /// @param verb such as `apply`
  /// @param arguments by name
  @Json
  public record Ask(String verb, Map<String, String> arguments) {}

  /// A line of an answer.
  ///
  /// @param end null: there is more to come; else how it ended: `done`, `refused` or `failed`
  /// @param text what it says
  @Json
  public record Line(@Nullable String end, String text) {}

  /// Does what is asked, and says what it does line by line.
  interface Responder {
    /// Does it, and returns the last words.
    String respond(Ask ask, Consumer<String> say);
  }

  private Control(ServerSocketChannel channel, Path socket) {
    this.channel = channel;
    this.socket = socket;
  }

  /// Listens, each caller in a thread of its own.
  static Control listen(Path socket, Responder responder) throws IOException {
    Files.deleteIfExists(socket);
    var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    channel.bind(UnixDomainSocketAddress.of(socket));
    var control = new Control(channel, socket);
    Thread.ofVirtual().name("control").start(() -> control.accept(responder));
    return control;
  }

  private void accept(Responder responder) {
    try {
      while (true) {
        var caller = channel.accept();
        Thread.ofVirtual().name("caller").start(() -> answer(caller, responder));
      }
    } catch (AsynchronousCloseException _) {
      // it is closed
    } catch (IOException e) {
      LOG.log(Level.ERROR, "the supervisor takes no more commands", e);
    }
  }

  private static void answer(SocketChannel caller, Responder responder) {
    try (caller;
        var in = new BufferedReader(Channels.newReader(caller, StandardCharsets.UTF_8));
        var out = Channels.newWriter(caller, StandardCharsets.UTF_8)) {
      var line = in.readLine();
      if (line == null || line.length() > MAX_REQUEST) {
        return;
      }
      write(out, outcome(JSON.type(Ask.class).fromJson(line), responder, out));
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a caller has gone", e);
    }
  }

  private static Line outcome(Ask ask, Responder responder, Writer out) {
    try {
      return new Line("done", responder.respond(ask, text -> tell(out, text)));
    } catch (Refusal e) {
      return new Line("refused", e.reason());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "could not " + ask.verb(), e);
      return new Line("failed", String.valueOf(e.getMessage()));
    }
  }

  /// Tells a caller who may have gone: what was begun goes on.
  private static void tell(Writer out, String text) {
    try {
      write(out, new Line(null, text));
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a caller has gone", e);
    }
  }

  private static void write(Writer out, Line line) throws IOException {
    out.write(JSON.type(Line.class).toJson(line) + "\n");
    out.flush();
  }

  /// Asks the supervisor of a site.
  ///
  /// @param hear is given each line but the last
  /// @return the last words; null: no supervisor runs
  /// @throws Refusal.Unavailable with the reason, if it was refused or failed
  public static @Nullable String ask(Layout site, Ask ask, Consumer<String> hear) {
    if (!Files.exists(site.socket())) {
      return null;
    }
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(site.socket()));
        var in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
        var out = Channels.newWriter(channel, StandardCharsets.UTF_8)) {
      out.write(JSON.type(Ask.class).toJson(ask) + "\n");
      out.flush();
      for (var text = in.readLine(); text != null; text = in.readLine()) {
        var line = JSON.type(Line.class).fromJson(text);
        if (line.end() == null) {
          hear.accept(line.text());
        } else if (line.end().equals("done")) {
          return line.text();
        } else {
          throw new Refusal.Unavailable(line.text());
        }
      }
      throw new Refusal.Unavailable(
          "the supervisor has ended before it was done; the same command again goes on");
    } catch (IOException _) {
      return null; // it was killed and has left its socket behind
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot close " + socket, e);
    }
  }
}
