package dev.slipstream.system.faults;

import dev.slipstream.testkit.server.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * An authority that signs certificates for {@code 127.0.0.1}. A client that trusts the authority also trusts each new
 * certificate that a server shows.
 */
final class CertificateAuthority {

    private static final String PASSWORD = "changeit";
    private static final String OWN = "authority";

    private final Path keystore;

    private CertificateAuthority(Path keystore) {
        this.keystore = keystore;
    }

    static CertificateAuthority create() throws IOException, InterruptedException {
        Path keystore = file();
        generate(keystore, OWN, "-startdate", "-10d", "-validity", "30", "-ext", "bc:c");
        return new CertificateAuthority(keystore);
    }

    /** A certificate that expired two days ago. */
    TestCertificate expired() throws IOException, InterruptedException {
        return signed("-startdate", "-3d", "-validity", "1");
    }

    /** A certificate that is valid now. */
    TestCertificate valid() throws IOException, InterruptedException {
        return signed("-startdate", "-1d", "-validity", "10");
    }

    /** Returns an SSL context that trusts the certificates of this authority only. */
    SSLContext trusted() {
        return new TestCertificate(keystore, PASSWORD).trusted();
    }

    private TestCertificate signed(String... validity) throws IOException, InterruptedException {
        Path signed = file();
        Files.copy(keystore, signed);
        List<String> options = new ArrayList<>(List.of(validity));
        options.addAll(List.of("-signer", OWN, "-ext", "san=ip:127.0.0.1"));
        generate(signed, "server", options.toArray(String[]::new));
        removeAuthority(signed);
        return new TestCertificate(signed, PASSWORD);
    }

    /** Removes the authority's key from the file, so that a server finds only the server's key in it. */
    private static void removeAuthority(Path signed) throws IOException {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(signed)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            keys.deleteEntry(OWN);
            try (OutputStream out = Files.newOutputStream(signed)) {
                keys.store(out, PASSWORD.toCharArray());
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the keystore " + signed + " cannot be used", e);
        }
    }

    private static Path file() throws IOException {
        Path folder = Files.createTempDirectory("slipstream-authority");
        Path file = folder.resolve("keys.p12");
        folder.toFile().deleteOnExit();
        file.toFile().deleteOnExit();
        return file;
    }

    private static void generate(Path keystore, String alias, String... options)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=slipstream test " + alias,
                "-storetype",
                "PKCS12",
                "-keystore",
                keystore.toString(),
                "-storepass",
                PASSWORD));
        words.addAll(List.of(options));
        Command.run(words.toArray(String[]::new));
    }
}
