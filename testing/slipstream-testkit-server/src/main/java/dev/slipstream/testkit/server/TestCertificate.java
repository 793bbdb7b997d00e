package dev.slipstream.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A private key and its certificate, for a TLS server and for clients that trust this certificate.
 *
 * @param keystore a PKCS 12 file with only this key and its certificate
 * @param password the password of the key store
 */
public record TestCertificate(Path keystore, String password) {

    private static final String PASSWORD = "changeit";
    private static final int SECONDS_TO_MAKE = 60;

    /** Makes a self-signed certificate for {@code localhost} and {@code 127.0.0.1}. */
    public static TestCertificate forLocalhost() {
        return forNames("san=dns:localhost,ip:127.0.0.1");
    }

    /** Makes a self-signed certificate for this host name. */
    public static TestCertificate forHost(String name) {
        return forNames("san=dns:" + name);
    }

    /**
     * Runs the JDK's keytool, because the JDK has no API for making certificates. The JVM deletes the key store when it
     * exits.
     */
    private static TestCertificate forNames(String names) {
        try {
            Path folder = Files.createTempDirectory("slipstream-certificate");
            Path keystore = folder.resolve("server.p12");
            folder.toFile().deleteOnExit();
            keystore.toFile().deleteOnExit();
            Path log = folder.resolve("keytool.log");
            log.toFile().deleteOnExit();
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "server",
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-dname",
                    "CN=slipstream test",
                    "-ext",
                    names,
                    "-validity",
                    "30",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    keystore.toString(),
                    "-storepass",
                    PASSWORD);
            Process keytool = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!keytool.waitFor(SECONDS_TO_MAKE, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                keytool.destroy();
                throw new IllegalStateException("keytool failed: " + Files.readString(log));
            }
            return new TestCertificate(keystore, PASSWORD);
        } catch (IOException e) {
            throw new IllegalStateException("cannot make a certificate", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while keytool ran", e);
        }
    }

    /** Returns a context that trusts only this certificate. */
    public SSLContext trusted() {
        try (InputStream file = Files.newInputStream(keystore)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(file, password.toCharArray());
            KeyStore trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            for (String alias : Collections.list(keys.aliases())) {
                trust.setCertificateEntry(alias, keys.getCertificate(alias));
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trust);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the keystore " + keystore + " cannot be used", e);
        }
    }

    /** Shows the key store file, not its password. */
    @Override
    public String toString() {
        return "TestCertificate[" + keystore + "]";
    }
}
