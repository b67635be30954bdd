package pando.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import pando.cdn.EdgeBench;
import pando.data.EmbeddedPostgres;
import pando.data.EmbeddedPostgres.Durability;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pando bench NAME`
@Command(
    name = "bench",
    description = "Measures a part of Pando on this machine.",
    synopsisSubcommandLabel = "NAME",
    footer = {"", "Example: pando bench home --json home.json"},
    mixinStandardHelpOptions = true)
final class BenchCommand {
  /// How fast photos are prepared.
  @Command(
      name = "photo",
      description = "How fast photos of 12 megapixels are prepared, beside vipsthumbnail.",
      footer = {"", "Example: pando bench photo"},
      mixinStandardHelpOptions = true)
  int photo(@Mixin BenchRun run) {
    return run.report("photo", BenchPhoto::measure);
  }

  /// How fast home feeds are read.
  @Command(
      name = "home",
      description = "How many home feeds a second, beside the same bytes from memory.",
      footer = {"", "Example: pando bench home"},
      mixinStandardHelpOptions = true)
  int home(@Mixin BenchRun run) {
    return run.report("home", BenchHome::measure);
  }

  /// How fast posts are published.
  @Command(
      name = "post",
      description = "How many durable posts a second, beside single-row commits.",
      footer = {"", "Example: pando bench post"},
      mixinStandardHelpOptions = true)
  int post(@Mixin BenchRun run) {
    return run.report("post", BenchPost::measure);
  }

  /// How fast posts reach home feeds.
  @Command(
      name = "fanout",
      description = "How many deliveries a second into the home feeds of followers.",
      footer = {"", "Example: pando bench fanout"},
      mixinStandardHelpOptions = true)
  int fanOut(@Mixin BenchRun run) {
    return run.report("fanout", BenchFanOut::measure);
  }

  /// What an edge is worth.
  @Command(
      name = "edge",
      description = "How fast an edge serves photos, beside Varnish alone, and how it forgets.",
      footer = {"", "Example: pando bench edge"},
      mixinStandardHelpOptions = true)
  int edge(@Mixin BenchRun run) {
    return run.report("edge", EdgeBench::measure);
  }

  /// How the caches hold up.
  @Command(
      name = "cache",
      description = "A stampede on a key that has ended, hits near and in Redis, feeds in Redis.",
      footer = {"", "Example: pando bench cache"},
      mixinStandardHelpOptions = true)
  int cache(@Mixin BenchRun run) {
    return run.report("cache", BenchCache::measure);
  }

  /// What the load balancer costs and saves.
  @Command(
      name = "proxy",
      description =
          "How many requests a second through HAProxy, beside the node alone; and what is seen when"
              + " one of two nodes is killed.",
      footer = {"", "Example: pando bench proxy"},
      mixinStandardHelpOptions = true)
  int proxy(@Mixin BenchRun run) {
    return run.report("proxy", BenchProxy::measure);
  }

  /// What reads cost that go to replicas.
  @Command(
      name = "replicas",
      description = "What a read costs at one of two replicas, beside one at the primary.",
      footer = {"", "Example: pando bench replicas"},
      mixinStandardHelpOptions = true)
  int replicas(@Mixin BenchRun run) {
    return run.report("replicas", _ -> BenchReplicas.measure(Path.of("topologies")));
  }

  /// What it costs people that the database gets one more replica.
  @Command(
      name = "replica-add",
      description = "How long requests take while a replica of 5 GB is added, beside before.",
      footer = {"", "Example: pando bench replica-add"},
      mixinStandardHelpOptions = true)
  int replicaAdd(@Mixin BenchRun run) {
    return run.report("replica-add", _ -> BenchReplicaAdd.measure(Path.of("topologies")));
  }

  /// How long the site takes to start.
  @Command(
      name = "start",
      description = "How long './pando up' takes until the site answers, and its memory then.",
      footer = {"", "Example: pando bench start"},
      mixinStandardHelpOptions = true)
  int start(@Mixin BenchRun run) {
    return run.report("start", BenchStart::measure);
  }

  /// How long PostgreSQL takes to start and stop.
  @Command(
      name = "postgres",
      description = "How long the database takes to be made, to start and to stop.",
      footer = {"", "Example: pando bench postgres"},
      mixinStandardHelpOptions = true)
  int postgres(
      @Option(
              names = "--data",
              paramLabel = "DIR",
              defaultValue = "/tmp",
              description = "Below which folder (default: ${DEFAULT-VALUE}).")
          Path below)
      throws IOException {
    var folder = Files.createTempDirectory(below, "pando-bench");
    var steps = new Steps(System.out);
    for (var name : new String[] {"cold", "warm", "warm"}) {
      steps
          .run(
              name + " start",
              () -> EmbeddedPostgres.start(folder, 0, Durability.DURABLE),
              postgres -> "port " + postgres.port())
          .close();
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    return 0;
  }
}
