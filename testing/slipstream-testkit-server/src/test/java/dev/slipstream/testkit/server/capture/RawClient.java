package dev.slipstream.testkit.server.capture;

import dev.slipstream.core.transport.Frame;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A websocket client that can send invalid frames. It records the server's actions as lines. */
public final class RawClient implements AutoCloseable {

    private static final byte[] MASK = {1, 2, 3, 4};

    private final Socket socket;
    private final OutputStream out;
    private final BlockingQueue<String> arriving = new LinkedBlockingQueue<>();
    private final List<String> arrived = new ArrayList<>();
    private final Thread reader;

    /** Connects and sends the handshake, over TLS if a context is given. */
    public RawClient(int port, String target, Map<String, String> headers, @Nullable SSLContext tls) {
        try {
            socket = tls == null
                    ? new Socket("127.0.0.1", port)
                    : tls.getSocketFactory().createSocket("127.0.0.1", port);
            out = socket.getOutputStream();
            Map<String, String> lines = new LinkedHashMap<>();
            lines.put("Host", "127.0.0.1:" + port);
            lines.put("Upgrade", "websocket");
            lines.put("Connection", "Upgrade");
            lines.put("Sec-WebSocket-Version", "13");
            lines.put("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
            lines.putAll(headers);
            StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\n");
            lines.forEach((name, value) ->
                    request.append(name).append(": ").append(value).append("\r\n"));
            out.write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader = Thread.ofVirtual().start(this::read);
    }

    /** Sends frames in one write. */
    public void send(List<WireFrame> frames) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (WireFrame frame : frames) {
            switch (frame) {
                case WireFrame.Text(String text) -> mask(0x81, text.getBytes(StandardCharsets.UTF_8), bytes);
                case WireFrame.Binary binary -> mask(0x82, binary.bytes(), bytes);
                case WireFrame.Ping(String hex) -> mask(0x89, HexFormat.of().parseHex(hex), bytes);
                case WireFrame.Pong(String hex) -> mask(0x8a, HexFormat.of().parseHex(hex), bytes);
                case WireFrame.Close(int code, String reason) -> mask(0x88, closing(code, reason), bytes);
                case WireFrame.Raw raw -> bytes.writeBytes(raw.bytes());
                case WireFrame.Eof() -> throw new IllegalArgumentException("call close() instead");
            }
        }
        try {
            out.write(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] closing(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return code == 1005
                ? new byte[0]
                : ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array();
    }

    private static void mask(int head, byte[] payload, ByteArrayOutputStream to) {
        to.write(head);
        if (payload.length < 126) {
            to.write(0x80 | payload.length);
        } else if (payload.length <= 0xffff) {
            to.write(0x80 | 126);
            to.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            to.write(0x80 | 127);
            to.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        to.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            to.write(payload[i] ^ MASK[i % 4]);
        }
    }

    private void read() {
        boolean closed = false;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()))) {
            answer(in);
            while (!closed) {
                String event = frame(in);
                closed = event.startsWith("close");
                arriving.add(event);
            }
        } catch (EOFException e) {
            arriving.add("eof");
        } catch (IOException e) {
            arriving.add("eof"); // a reset also ends the connection
        }
    }

    private void answer(DataInputStream in) throws IOException {
        int status = Integer.parseInt(line(in).split(" ")[1]);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        arriving.add(Printed.answer(status, headers, new String(body, StandardCharsets.UTF_8)));
    }

    private static String line(DataInputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    private static String frame(DataInputStream in) throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        long size = in.readUnsignedByte();
        if (size == 126) {
            size = in.readUnsignedShort();
        } else if (size == 127) {
            size = in.readLong();
        }
        byte[] payload = in.readNBytes((int) size);
        return switch (opcode) {
            case 1 -> Printed.of(new Frame.Text(new String(payload, StandardCharsets.UTF_8)));
            case 2 -> Printed.of(new Frame.Binary(payload));
            case 8 ->
                "close " + (payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff);
            case 10 -> "pong " + HexFormat.of().formatHex(payload);
            default -> "opcode " + opcode;
        };
    }

    /** Waits until {@code count} actions of the server have arrived, at most for {@code patience}. */
    public void await(int count, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (arrived.size() < count) {
            String next = arriving.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            arrived.add(next);
        }
    }

    /** The server's actions that have arrived. */
    public List<String> arrived() {
        arriving.drainTo(arrived);
        return List.copyOf(arrived);
    }

    /** Ends TCP. */
    @Override
    public void close() {
        try {
            socket.close();
            reader.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
