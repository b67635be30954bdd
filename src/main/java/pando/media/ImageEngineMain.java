package pando.media;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import pando.base.Refusal;
import pando.media.EngineProtocol.Answer;

/// The main class of a worker of the image engine: makes one photo after the other until its input
/// ends. Its arguments are the libraries to try.
public final class ImageEngineMain {
  private static final int BUFFER_BYTES = 64 << 10;

  private static final Path OOM_SCORE = Path.of("/proc/self/oom_score_adj");

  private ImageEngineMain() {}

  public static void main(String[] libraries) throws IOException {
    endWithParent();
    offerToBeKilled();
    var in =
        new DataInputStream(
            new BufferedInputStream(new FileInputStream(FileDescriptor.in), BUFFER_BYTES));
    var out =
        new DataOutputStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES));
    System.setOut(System.err); // standard output is the pipe of the protocol
    var vips = Vips.load(List.of(libraries));
    EngineProtocol.write(out, new EngineProtocol.Greeting(vips == null ? "" : vips.version()));
    if (vips == null) {
      return;
    }
    try {
      while (true) {
        answer(vips, in, out);
      }
    } catch (EOFException e) {
      return; // the engine has closed this worker
    }
  }

  /// A worker that is deep in native code does not see its input end when the server is killed.
  private static void endWithParent() {
    var parent = ProcessHandle.current().parent();
    parent.ifPresent(server -> {
      var _ = server.onExit().thenRun(() -> Runtime.getRuntime().halt(0));
    });
  }

  /// When memory is short, Linux should end a worker, which is replaced, and not the database.
  private static void offerToBeKilled() throws IOException {
    if (Files.isWritable(OOM_SCORE)) {
      Files.writeString(OOM_SCORE, "1000");
    }
  }

  private static void answer(Vips vips, DataInputStream in, DataOutputStream out)
      throws IOException {
    try (var job = new VipsJob(vips)) {
      var task = EngineProtocol.readTask(in);
      var file = EngineProtocol.readFile(in, job.arena);
      EngineProtocol.write(out, answer(new Darkroom(job, task, file)));
    }
  }

  private static Answer answer(Darkroom darkroom) {
    try {
      return new Answer.Done(darkroom.develop());
    } catch (Refusal refusal) {
      return new Answer.Refused(refusal.reason());
    } catch (RuntimeException failure) {
      return new Answer.Failed(failure.toString());
    }
  }
}
