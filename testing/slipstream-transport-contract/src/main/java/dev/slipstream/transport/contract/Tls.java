package dev.slipstream.transport.contract;

import dev.slipstream.transport.contract.Certificates.Identity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes TLS contexts with the certificates of {@link Certificates}. */
final class Tls {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private Tls() {}

    /** Trusts only this certificate and certificates that its key signed. Sends no certificate. */
    static SSLContext trusting(Identity trusted) {
        return context(trusted, Optional.empty());
    }

    /** Sends the certificate of {@code shown}, and trusts the certificate of {@code trusted}. */
    static SSLContext showing(Identity shown, Identity trusted) {
        return context(trusted, Optional.of(shown));
    }

    private static SSLContext context(Identity trusted, Optional<Identity> shown) {
        try {
            KeyStore trust = emptyStore();
            trust.setCertificateEntry("trusted", trusted.certificate());
            TrustManagerFactory trusts = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusts.init(trust);
            KeyStore own = emptyStore();
            if (shown.isPresent()) {
                Certificate[] chain = {shown.get().certificate()};
                own.setKeyEntry("own", shown.get().key(), PASSWORD, chain);
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trusts.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot create a TLS context", e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
