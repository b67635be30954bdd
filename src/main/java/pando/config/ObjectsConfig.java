package pando.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;

/// The `objects` section: the object store that keeps the files of photos. Without it they are in
/// the data folder, which is right for one box.
///
/// The bucket is private: only the site reads it.
///
/// @param endpoint where an S3 answers, such as `http://127.0.0.1:9000`; none: the data folder
/// @param bucket which is made if it is not there
/// @param region what the requests are signed for
/// @param accessKey who signs them
/// @param secretKeyFile the file with the key that signs them
/// @param authorityFile the certificates (PEM) of who vouches for a store of one's own, by https;
///   none: those that the machine trusts
/// @param moving which way files are being moved. While they are, both places are read
public record ObjectsConfig(
    @Nullable URI endpoint,
    String bucket,
    String region,
    String accessKey,
    @Nullable String secretKeyFile,
    @Nullable String authorityFile,
    Moving moving) {
  public static final ObjectsConfig DEFAULT =
      new ObjectsConfig(null, "pando", "us-east-1", "pando", null, null, Moving.NONE);

  /// The same with another bucket.
  ObjectsConfig with(String other) {
    return new ObjectsConfig(
        endpoint, other, region, accessKey, secretKeyFile, authorityFile, moving);
  }

  /// Where files are going.
  public enum Moving {
    /// They stay: in the object store if there is an endpoint, else in the data folder.
    NONE,
    /// From the data folder into the object store, where new ones are kept.
    FROM_DISK,
    /// From the object store into the data folder, where new ones are kept.
    TO_DISK
  }

  public ObjectsConfig {
    if (endpoint != null && !SiteConfig.isBase(endpoint)) {
      throw new Refusal.Invalid(
          "endpoint is not like http://127.0.0.1:9000, without anything after the port: "
              + endpoint);
    }
    if (endpoint != null && secretKeyFile == null) {
      throw new Refusal.Invalid("endpoint is given without secretKeyFile");
    }
    if (endpoint == null && moving != Moving.NONE) {
      throw new Refusal.Invalid("moving needs the endpoint, whichever way files go");
    }
    if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
      throw new Refusal.Invalid("bucket is not 3 to 63 small letters and digits: " + bucket);
    }
  }
}
