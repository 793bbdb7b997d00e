package dev.slipstream.transport.contract;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Makes certificates (RFC 5280) in memory, for tests only. The test decides which certificates are trusted. */
final class Certificates {

    private static final byte[] ECDSA_WITH_SHA256 = oid("2a8648ce3d040302");
    private static final byte[] COMMON_NAME = oid("550403");
    private static final byte[] ALTERNATIVE_NAMES = oid("551d11");
    private static final byte[] BASIC_CONSTRAINTS = oid("551d13");
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** A certificate and its key. */
    record Identity(X509Certificate certificate, PrivateKey key) {}

    private Certificates() {}

    /** The self-signed certificate of an authority. */
    static Identity authority() {
        KeyPair pair = newPair();
        return make(
                "Slipstream test authority", "Slipstream test authority", pair, pair.getPrivate(), 1, caExtension());
    }

    /** A self-signed certificate of a server or client, valid for a day. */
    static Identity selfSigned(String address) {
        KeyPair pair = newPair();
        return make("self-signed", "self-signed", pair, pair.getPrivate(), 1, nameExtension(address));
    }

    /** A certificate of a server or client at this IP address, signed by the authority, valid for a day. */
    static Identity signed(Identity authority, String address) {
        return signed(authority, address, 1);
    }

    /** Like {@link #signed}, but expired one day ago. */
    static Identity expired(Identity authority, String address) {
        return signed(authority, address, -1);
    }

    private static Identity signed(Identity authority, String address, int days) {
        return make("Slipstream test authority", address, newPair(), authority.key(), days, nameExtension(address));
    }

    private static Identity make(
            String issuer, String subject, KeyPair pair, PrivateKey signer, int days, byte[] extension) {
        Instant now = Instant.now();
        byte[] algorithm = sequence(ECDSA_WITH_SHA256);
        byte[] toBeSigned = sequence(
                tagged(0xa0, tagged(0x02, new byte[] {2})), // version 3
                tagged(0x02, BigInteger.valueOf(now.toEpochMilli()).toByteArray()),
                algorithm,
                name(issuer),
                sequence(time(now.minus(Duration.ofDays(3))), time(now.plus(Duration.ofDays(days)))),
                name(subject),
                pair.getPublic().getEncoded(),
                tagged(0xa3, sequence(extension)));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(signer);
            signature.update(toBeSigned);
            byte[] whole = sequence(toBeSigned, algorithm, tagged(0x03, new byte[] {0}, signature.sign()));
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
            return new Identity(certificate, pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK signs with ECDSA", e);
        }
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has secp256r1", e);
        }
    }

    private static byte[] caExtension() {
        byte[] yes = tagged(0x01, new byte[] {-1});
        return sequence(BASIC_CONSTRAINTS, yes, tagged(0x04, sequence(yes)));
    }

    private static byte[] nameExtension(String address) {
        byte[] ip = ipv4(address);
        return sequence(ALTERNATIVE_NAMES, tagged(0x04, sequence(tagged(0x87, ip))));
    }

    private static byte[] ipv4(String address) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4);
        for (String part : address.split("\\.", -1)) {
            bytes.write(Integer.parseInt(part));
        }
        return bytes.toByteArray();
    }

    private static byte[] name(String commonName) {
        byte[] text = commonName.getBytes(StandardCharsets.UTF_8);
        return sequence(tagged(0x31, sequence(COMMON_NAME, tagged(0x0c, text))));
    }

    private static byte[] time(Instant instant) {
        return tagged(0x17, UTC_TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] oid(String hex) {
        byte[] bytes = new BigInteger(hex, 16).toByteArray();
        return tagged(0x06, bytes);
    }

    private static byte[] sequence(byte[]... parts) {
        return tagged(0x30, parts);
    }

    /** Encodes DER: tag, length, then the parts in order. */
    private static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        if (length >= 0x100) {
            whole.write(0x82);
            whole.write(length >> 8);
        } else if (length >= 0x80) {
            whole.write(0x81);
        }
        whole.write(length);
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }
}
