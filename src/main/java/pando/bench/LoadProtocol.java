package pando.bench;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import pando.bench.Load.Result;
import pando.bench.Load.Run;
import pando.bench.Load.Times;

/// What [Load] and [LoadMain] say to one another.
final class LoadProtocol {
  private LoadProtocol() {}

  static void write(DataOutputStream out, Run run) throws IOException {
    out.writeInt(run.port());
    out.writeInt(run.connections());
    out.writeLong(run.time().toNanos());
    out.writeDouble(run.rate());
    out.writeInt(run.requests().size());
    for (var request : run.requests()) {
      out.writeInt(request.length);
      out.write(request);
    }
    out.flush();
  }

  static Run readRun(DataInputStream in) throws IOException {
    var port = in.readInt();
    var connections = in.readInt();
    var time = Duration.ofNanos(in.readLong());
    var rate = in.readDouble();
    var requests = new ArrayList<byte[]>();
    for (var left = in.readInt(); left > 0; left--) {
      requests.add(in.readNBytes(in.readInt()));
    }
    return new Run(port, connections, time, rate, requests);
  }

  static void write(DataOutputStream out, Result result) throws IOException {
    out.writeInt(result.answered());
    out.writeInt(result.refused());
    out.writeUTF(result.firstRefusal());
    out.writeDouble(result.seconds());
    out.writeDouble(result.times().p50());
    out.writeDouble(result.times().p99());
    out.writeDouble(result.times().longest());
    out.writeDouble(result.clientSeconds());
    out.flush();
  }

  static Result readResult(DataInputStream in) throws IOException {
    return new Result(
        in.readInt(),
        in.readInt(),
        in.readUTF(),
        in.readDouble(),
        new Times(in.readDouble(), in.readDouble(), in.readDouble()),
        in.readDouble());
  }
}
