package pando.blobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import pando.base.Refusal;

/// Who vouches for an object store of one's own, for which nobody does whom the machine trusts.
final class Authority {
  private Authority() {}

  /// What trusts the certificates of a file, and nobody else.
  ///
  /// @param file certificates as PEM
  /// @throws Refusal.Unavailable if it cannot be read, or has none
  static TrustManager[] of(String file) {
    try (var in = Files.newInputStream(Path.of(file))) {
      var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("authority-" + trusted.size(), certificate);
      }
      if (trusted.size() == 0) {
        throw new Refusal.Unavailable("there is no certificate in the authorityFile " + file);
      }
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      return factory.getTrustManagers();
    } catch (IOException | GeneralSecurityException e) {
      throw new Refusal.Unavailable(
          "cannot read the certificates in the authorityFile %s: %s"
              .formatted(file, e.getMessage()));
    }
  }
}
