package dev.slipstream.transport.contract;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** One connection of a {@link RawServer}, for the script that serves it. */
public final class RawConnection {

    // RFC 6455 section 1.3
    private static final String ACCEPT_SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int MAX_REQUEST_BYTES = 64 << 10;

    private final Socket socket;
    private final DataInputStream in;

    RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** Reads the handshake request, and returns its lines without the empty last line. */
    public List<String> readRequest() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            bytes.write(in.readUnsignedByte());
            if (bytes.size() > MAX_REQUEST_BYTES) {
                throw new IllegalStateException("the request does not end within " + MAX_REQUEST_BYTES + " bytes");
            }
        }
        return bytes.toString(StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /**
     * Writes the bytes repeatedly, until the client ends TCP or the limit is reached.
     *
     * @return the number of bytes written
     */
    long writeUntilCut(byte[] piece, long most) {
        long written = 0;
        try {
            while (written < most) {
                write(piece);
                written += piece.length;
            }
        } catch (IOException cut) {
            // The client ended TCP before the limit was reached.
        }
        return written;
    }

    /** Waits for a byte of the client or the end of TCP; returns whether a byte arrived. */
    boolean isSentMore() {
        try {
            return in.read() >= 0;
        } catch (IOException cut) {
            return false;
        }
    }

    /** Reads one TLS record of the client, such as its ClientHello. */
    void readTlsRecord() throws IOException {
        in.skipNBytes(3); // type and version: RFC 8446 section 5.1
        in.skipNBytes(in.readUnsignedShort());
    }

    /** Accepts a SOCKS client without asking for credentials (RFC 1928). Returns the host and port that it requests. */
    String acceptSocks() throws IOException {
        in.skipNBytes(1); // the version
        in.skipNBytes(in.readUnsignedByte()); // the methods
        write(new byte[] {5, 0});
        in.skipNBytes(3); // version, command and a reserved byte
        String host = switch (in.readUnsignedByte()) {
            case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
            case 3 -> new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.US_ASCII);
            default -> throw new IllegalStateException("the request has no IPv4 address and no name");
        };
        String asked = host + ":" + in.readUnsignedShort();
        write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        return asked;
    }

    /** Refuses a SOCKS client, as if the proxy supported none of the client's authentication methods. */
    void refuseSocks() throws IOException {
        in.skipNBytes(1); // the version
        in.skipNBytes(in.readUnsignedByte()); // the methods
        write(new byte[] {5, (byte) 0xff});
    }

    /** Reads the request and opens the websocket, with additional header lines in the response. */
    public List<String> accept(String... headers) throws IOException {
        List<String> request = readRequest();
        write(answer(request, headers));
        return request;
    }

    /** The response that opens the websocket, for scripts that write it together with other bytes. */
    public byte[] answer(List<String> request, String... headers) {
        return answerWithKey(acceptKey(request), headers);
    }

    /** A 101 response with this accept key, which may be wrong. */
    public byte[] answerWithKey(String key, String... headers) {
        StringBuilder answer = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n")
                .append("Upgrade: websocket\r\nConnection: Upgrade\r\n")
                .append("Sec-WebSocket-Accept: ")
                .append(key)
                .append("\r\n");
        for (String header : headers) {
            answer.append(header).append("\r\n");
        }
        return answer.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Encodes lines of a response. Does not add the empty line that ends the headers. */
    static byte[] lines(String... lines) {
        return (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Reads the request and refuses it with a status other than 101. */
    public void refuse(String status, String body, String... headers) throws IOException {
        readRequest();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder answer = new StringBuilder("HTTP/1.1 ")
                .append(status)
                .append("\r\nContent-Length: ")
                .append(bytes.length)
                .append("\r\n");
        for (String header : headers) {
            answer.append(header).append("\r\n");
        }
        write(answer.append("\r\n").toString().getBytes(StandardCharsets.UTF_8), bytes);
    }

    /** Writes all parts in one write. */
    public void write(byte[]... parts) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        socket.getOutputStream().write(whole.toByteArray());
    }

    /** Writes a frame. */
    public void write(RawFrame frame) throws IOException {
        write(frame.bytes());
    }

    /** Reads the client's next frame and unmasks it. */
    public RawFrame readFrame() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        long length = second & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] mask = new byte[4];
        boolean masked = (second & 0x80) != 0;
        if (masked) {
            in.readFully(mask);
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return new RawFrame(first, masked, payload);
    }

    /** Reads the client's next message and joins its fragments. Skips control frames. */
    public RawFrame readMessage() throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        int opcode = RawFrame.CONTINUATION;
        while (true) {
            RawFrame frame = readFrame();
            if (frame.opcode() > RawFrame.BINARY) {
                continue;
            }
            opcode |= frame.opcode();
            payload.writeBytes(frame.payload());
            if ((frame.first() & RawFrame.FIN) != 0) {
                return new RawFrame(RawFrame.FIN | opcode, true, payload.toByteArray());
            }
        }
    }

    /** Reads frames up to the client's close frame. */
    public RawFrame readUntilClose() throws IOException {
        while (true) {
            RawFrame frame = readFrame();
            if (frame.opcode() == RawFrame.CLOSE) {
                return frame;
            }
        }
    }

    /** Accepts the handshake, and then echoes messages. */
    void acceptAndEcho() throws IOException {
        accept();
        echo();
    }

    /** Echoes every message until the client closes, and answers its close frame. */
    public void echo() throws IOException {
        while (true) {
            RawFrame frame = readFrame();
            if (frame.opcode() == RawFrame.CLOSE) {
                write(RawFrame.close(frame.payload()));
                return;
            }
            if (frame.opcode() <= RawFrame.BINARY) {
                write(new RawFrame(frame.first(), false, frame.payload()));
            }
        }
    }

    /** Connects the client to this address and forwards bytes both ways, until one side ends TCP. */
    public void tunnelTo(InetSocketAddress target) throws IOException {
        try (Socket beyond = SocketChannel.open(target).socket()) {
            Thread back = Thread.ofVirtual().name("raw-tunnel").start(() -> {
                try {
                    beyond.getInputStream().transferTo(socket.getOutputStream());
                    socket.shutdownOutput();
                } catch (IOException ended) {
                    // One side ended TCP, which ends the tunnel.
                }
            });
            in.transferTo(beyond.getOutputStream());
            beyond.shutdownOutput();
            back.join();
        } catch (InterruptedException e) {
            throw new InterruptedIOException("the script's thread was interrupted");
        }
    }

    /** Reads without answering until the client ends TCP. */
    public void readToEnd() throws IOException {
        try {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (EOFException ended) {
            // The client ended TCP during a read.
        }
    }

    /** Ends the server's half of TCP without a close frame. */
    public void finish() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends TCP by a RST. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static String acceptKey(List<String> request) {
        String key = request.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("no Sec-WebSocket-Key among " + request.size() + " lines"));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + ACCEPT_SALT).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
