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
 * A key and its certificate, for a server on TLS and for a client that is to trust it.
 *
 * @param keystore in PKCS 12, holding that one entry
 * @param password of the keystore
 */
public record TestCertificate(Path keystore, String password) {

    private static final String PASSWORD = "changeit";
    private static final int SECONDS_TO_MAKE = 60;

    /** Makes one, signed by itself, for {@code localhost} and {@code 127.0.0.1}. */
    public static TestCertificate forLocalhost() {
        return forNames("san=dns:localhost,ip:127.0.0.1");
    }

    /** Makes one, signed by itself, for this host name only. */
    public static TestCertificate forHost(String name) {
        return forNames("san=dns:" + name);
    }

    /** By the running JDK's keytool, into a folder that the JVM deletes at its end: no class of the JDK makes one. */
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
                throw new IllegalStateException("keytool made no certificate: " + Files.readString(log));
            }
            return new TestCertificate(keystore, PASSWORD);
        } catch (IOException e) {
            throw new IllegalStateException("no certificate could be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a certificate was made", e);
        }
    }

    /** Returns a context that trusts this certificate and no other. */
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

    /** The key store file, without its password. */
    @Override
    public String toString() {
        return "TestCertificate[" + keystore + "]";
    }
}
