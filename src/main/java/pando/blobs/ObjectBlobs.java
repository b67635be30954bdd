package pando.blobs;

import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pando.base.MediaId;
import pando.base.Refusal;
import pando.base.Request;
import pando.config.ObjectsConfig;
import pando.config.SecretFile;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Files in a bucket of an object store that speaks S3. Only Pando may read it: what is public is
/// public through Pando.
///
/// A call has so much time, and is tried again within it. When the store is away, the caller is
/// refused with [Refusal.Unavailable]. When it hangs, those who come next are refused at once: a
/// balancer and an edge ask the other nodes again, and whoever waits pays for each that waits.
final class ObjectBlobs implements BlobPlace {
  /// How often a call is tried.
  static final int ATTEMPTS = 3;

  private static final Duration CONNECT = Duration.ofSeconds(1);

  /// How long a call may take with all its tries, if its request has that long.
  private static final Duration CALL = Duration.ofSeconds(4);

  /// The same for a file that somebody waits to see: two nodes may be asked for it.
  private static final Duration READ = Duration.ofSeconds(2);

  /// How long nobody asks a store that hangs; longer than another node needs to find that out, so
  /// that a request which comes again does not wait again.
  private static final Duration HUNG = READ.plusMillis(500);

  /// How many keys are listed at a time; S3 lists no more.
  private static final int PAGE = 1_000;

  private static final int NOT_FOUND = 404;
  private static final int FIRST_FAILURE = 500;
  private static final String AWAY =
      "The photos cannot be reached for the moment, please try again in a minute";
  private static final Logger LOG = System.getLogger(ObjectBlobs.class.getName());

  private final URI endpoint;
  private final String bucket;
  private final S3Client client;

  /// The [System#nanoTime] until which the store is not asked.
  private final AtomicLong hungUntil = new AtomicLong(System.nanoTime());

  ObjectBlobs(ObjectsConfig config) {
    this.endpoint = Objects.requireNonNull(config.endpoint());
    this.bucket = config.bucket();
    var keys = AwsBasicCredentials.create(config.accessKey(), secretKey(config));
    this.client =
        S3Client.builder()
            .endpointOverride(endpoint)
            .region(Region.of(config.region()))
            .credentialsProvider(StaticCredentialsProvider.create(keys))
            .httpClientBuilder(connections(config))
            .overrideConfiguration(limits())
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(
                S3Configuration.builder()
                    .pathStyleAccessEnabled(true)
                    .chunkedEncodingEnabled(false)
                    .build())
            .build();
  }

  private static UrlConnectionHttpClient.Builder connections(ObjectsConfig config) {
    var builder = UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(CALL);
    if (config.authorityFile() != null) {
      var trusted = Authority.of(config.authorityFile());
      builder.tlsTrustManagersProvider(() -> trusted);
    }
    return builder;
  }

  private static String secretKey(ObjectsConfig config) {
    return SecretFile.read("the secret key of the object store", config.secretKeyFile());
  }

  private static ClientOverrideConfiguration limits() {
    return ClientOverrideConfiguration.builder()
        .apiCallTimeout(CALL)
        .retryStrategy(StandardRetryStrategy.builder().maxAttempts(ATTEMPTS).build())
        .defaultProfileFile(
            ProfileFile.aggregator().build()) // what is in a home folder is not ours
        .build();
  }

  /// No longer than the request has that this is for.
  private static Consumer<AwsRequestOverrideConfiguration.Builder> within(Duration limit) {
    var left = Request.current().remaining().plusMillis(1);
    return call -> call.apiCallTimeout(left.compareTo(limit) < 0 ? left : limit);
  }

  @Override
  public void put(Area area, BlobName name, byte[] bytes) {
    inBucket(() -> send(name.path(area), bytes));
  }

  private void send(String key, byte[] bytes) {
    client.putObject(
        put -> put.bucket(bucket).key(key).overrideConfiguration(within(CALL)),
        RequestBody.fromBytes(bytes));
  }

  /// Makes the bucket if it is not there: for those who write to it by another way.
  void requireBucket() {
    inBucket(() -> client.headBucket(head -> head.bucket(bucket)));
  }

  /// Does something, and again in a bucket that is made if there was none.
  private void inBucket(Runnable work) {
    answered(() -> {
      try {
        work.run();
      } catch (S3Exception e) {
        if (e.statusCode() != NOT_FOUND) {
          throw e;
        }
        makeBucket();
        work.run();
      }
      return bucket;
    });
  }

  private void makeBucket() {
    try {
      client.createBucket(make -> make.bucket(bucket));
      LOG.log(Level.INFO, "made the bucket {0} in the object store", bucket);
    } catch (S3Exception e) {
      if (e.statusCode() != 409) { // another node has made it
        throw e;
      }
    }
  }

  @Override
  public @Nullable Blob find(Area area, BlobName name) {
    var key = name.path(area);
    var size = answered(() -> size(key));
    return size == null
        ? null
        : new Blob.Stored(name, size, (first, length) -> open(key, first, length));
  }

  private @Nullable Long size(String key) {
    try {
      return client
          .headObject(head -> head.bucket(bucket).key(key).overrideConfiguration(within(READ)))
          .contentLength();
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  private InputStream open(String key, long first, long length) {
    if (length == 0) {
      return InputStream.nullInputStream();
    }
    var range = "bytes=%d-%d".formatted(first, first + length - 1);
    return answered(() ->
        client.getObject(
            get -> get.bucket(bucket).key(key).range(range).overrideConfiguration(within(READ))));
  }

  @Override
  public void delete(MediaId photo) {
    for (var area : Area.values()) {
      keys(BlobName.folder(area, photo) + photo.value() + "-").toList().forEach(this::delete);
    }
  }

  @Override
  public void delete(Area area, BlobName name) {
    delete(name.path(area));
  }

  private void delete(String key) {
    answered(() -> client.deleteObject(delete -> delete.bucket(bucket).key(key)));
  }

  @Override
  public List<MediaId> list(int slot) {
    return Stream.of(Area.values())
        .flatMap(area -> names(area, slot))
        .map(BlobName::photo)
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public Stream<BlobName> names(Area area) {
    return names(area.folder() + "/");
  }

  @Override
  public Stream<BlobName> names(Area area, int slot) {
    return names(BlobName.folder(area, slot));
  }

  /// From one list of all, whose keys are in the order of slots: a list for each slot is a thousand
  /// requests, which are paid for, however few files there are.
  @Override
  public IntFunction<Set<String>> slots(Area area) {
    var names = names(area).iterator();
    var next = new AtomicReference<@Nullable BlobName>();
    return slot -> {
      var found = new TreeSet<String>();
      while (next.get() != null || names.hasNext()) {
        var name = Objects.requireNonNullElseGet(next.getAndSet(null), names::next);
        if (name.photo().slot() > slot) {
          next.set(name);
          break;
        }
        found.add(name.text());
      }
      return found;
    };
  }

  private Stream<BlobName> names(String first) {
    return keys(first)
        .map(key -> BlobName.find(key.substring(key.lastIndexOf('/') + 1)))
        .filter(Objects::nonNull);
  }

  /// All keys that begin with a text, in their order, read a page at a time.
  private Stream<String> keys(String first) {
    return Stream.iterate(
            page(first, first),
            page -> !page.isEmpty(),
            page -> page.size() < PAGE ? List.of() : page(first, page.getLast()))
        .flatMap(List::stream);
  }

  /// @param after the keys that come after this one
  private List<String> page(String first, String after) {
    return answered(() -> {
      try {
        var page =
            client.listObjectsV2(
                list -> list.bucket(bucket).prefix(first).startAfter(after).maxKeys(PAGE));
        return page.contents().stream().map(S3Object::key).toList();
      } catch (S3Exception e) {
        if (e.statusCode() == NOT_FOUND) {
          return List.of(); // there is no bucket yet
        }
        throw e;
      }
    });
  }

  /// The answer of the object store.
  ///
  /// @throws Refusal.Unavailable if it did not come in time, or was that something is broken there
  /// @throws IllegalStateException if the store refuses what is asked, which is for the operator
  private <T> T answered(Supplier<T> call) {
    var start = System.nanoTime();
    if (start - hungUntil.get() < 0) {
      throw new Refusal.Unavailable(AWAY);
    }
    try {
      return call.get();
    } catch (SdkException e) {
      var now = System.nanoTime();
      if (e instanceof ApiCallTimeoutException && now - start >= READ.toNanos()) {
        hungUntil.set(now + HUNG.toNanos());
      }
      if (e instanceof SdkClientException
          || (e instanceof S3Exception s3 && s3.statusCode() >= FIRST_FAILURE)) {
        LOG.log(Level.WARNING, "no object store at {0}: {1}", endpoint, e.getMessage());
        throw new Refusal.Unavailable(AWAY);
      }
      throw new IllegalStateException(
          "the object store at %s refuses the bucket %s: see 'objects' in the settings"
              .formatted(endpoint, bucket),
          e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
