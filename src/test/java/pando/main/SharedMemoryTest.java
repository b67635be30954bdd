package pando.main;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.accounts.Tokens.AppForm;
import pando.base.AccountId;
import pando.base.PageRequest;
import pando.posts.Audience;
import pando.posts.Draft;
import pando.posts.Post;
import pando.redis.Redis;
import pando.redis.RedisProcess;
import pando.redis.RedisTier;
import redis.clients.jedis.Protocol.Command;

/// Two nodes on one database that share a Redis, and lose it.
@Tag("slow")
class SharedMemoryTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;

  private static Post publish(Rooms node, AccountId author, String text) {
    var draft = new Draft(text, "", false, "en", Audience.EVERYONE, null, List.of(), null, null);
    return node.desks().publishing().posts().publish(author, draft);
  }

  private static List<String> home(Rooms node, AccountId reader) {
    return node.desks().feeds().home(reader, PageRequest.first(10)).items().stream()
        .map(Post::text)
        .toList();
  }

  @Test
  void whatOneNodeWritesTheOtherReadsWhateverHappensToRedis() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    try (var server = RedisProcess.server();
        var redis = RedisTier.patient(server);
        var otherRedis = Redis.of(RedisTier.config(server));
        var town = BenchTown.build(folder)) {
      var one = town.otherNode(redis);
      var two = town.otherNode(otherRedis);
      var ana = town.join("ana", 1).getFirst();
      var ben = town.join("ben", 1).getFirst();
      town.follow(new long[] {ben.value()}, new long[] {ana.value()});
      assertThat(home(two, ben)).isEmpty();

      var first = publish(one, ana, "first");
      assertThat(home(two, ben)).containsExactly("first");
      redis.ask(link -> link.ask(Command.FLUSHALL));
      publish(one, ana, "second");
      assertThat(home(two, ben)).containsExactly("second", "first");

      server.kill();
      publish(one, ana, "third");
      assertThat(home(two, ben)).containsExactly("third", "second", "first");
      one.desks().publishing().posts().delete(ana, first.id());
      assertThat(home(one, ben)).containsExactly("third", "second");

      server.restart();
      publish(one, ana, "fourth");
      assertThat(home(two, ben)).containsSubsequence("fourth", "third", "second");
    }
  }

  @Test
  void aPostIsWrittenIntoSharedListsOnceAndToldInEveryNode() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    try (var server = RedisProcess.server();
        var redis = RedisTier.patient(server);
        var otherRedis = RedisTier.patient(server);
        var town = BenchTown.build(folder)) {
      var one = town.otherNode(redis);
      var two = town.otherNode(otherRedis);
      var ana = town.join("ana", 1).getFirst();
      var ben = town.join("ben", 1).getFirst();
      publish(one, ana, "read by nobody"); // and now this node knows that Ana has no followers
      town.follow(new long[] {ben.value()}, new long[] {ana.value()});
      assertThat(home(two, ben)).containsExactly("read by nobody");
      var told = new ArrayList<String>();
      one.desks().feeds().onArrival((it, _) -> told.add("one " + it.text()));
      two.desks().feeds().onArrival((it, _) -> told.add("two " + it.text()));

      var post = publish(one, ana, "hello");
      assertThat(home(two, ben)).containsExactly("hello", "read by nobody");
      assertThat(told).containsOnly("one hello");

      var list = redis.key("feed:" + ben.value());
      var head = Arrays.copyOf((byte[]) redis.ask(link -> link.ask(Command.GET, list)), 32);
      redis.ask(link -> link.ask(Command.SET, list, head)); // as if it had not been written yet
      two.lanes().follow();
      assertThat(told).contains("two hello");
      assertThat(two.desks().feeds().showsAtHome(ben, post)).isTrue();
      assertThat((byte[]) redis.ask(link -> link.ask(Command.GET, list))).isEqualTo(head);
    }
  }

  @Test
  void aTokenIsKnownToEveryNodeAndRefusedByAllWhenOneRevokesIt() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    try (var server = RedisProcess.server();
        var redis = RedisTier.patient(server);
        var otherRedis = RedisTier.patient(server);
        var town = BenchTown.build(folder)) {
      var one = town.otherNode(redis).desks().people().tokens();
      var two = town.otherNode(otherRedis).desks().people().tokens();
      var ana = town.join("ana", 1).getFirst();
      var back = List.of("https://leaf.example.org/back");
      var leaf = one.register(new AppForm("Leaf", null, back, Set.of("read"))).app();
      var issued = one.issue(leaf, ana, Set.of("read"));
      assertThat(one.find(issued.token())).isEqualTo(issued.access());

      town.shard().update("update tokens set scopes = '{write}'"); // which nobody has to look up
      assertThat(two.find(issued.token())).isEqualTo(issued.access());
      var keys = redis.ask(link -> (List<?>) link.ask(Command.KEYS, redis.key("*")));
      assertThat(keys)
          .extracting(key -> new String((byte[]) key, UTF_8))
          .anyMatch(key -> key.endsWith(issued.access().token()))
          .noneMatch(key -> key.contains(issued.token()));

      one.revoke(leaf, issued.token());
      assertThat(one.find(issued.token())).isNull();
      var end = System.nanoTime() + LIMIT.toNanos();
      while (two.find(issued.token()) != null) { // until it hears of it
        assertThat(System.nanoTime()).as("the other node refuses it").isLessThan(end);
        Thread.onSpinWait();
      }
    }
  }
}
