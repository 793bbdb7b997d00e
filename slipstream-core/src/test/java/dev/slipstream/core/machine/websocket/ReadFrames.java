package dev.slipstream.core.machine.websocket;

import dev.slipstream.core.transport.Frame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Records the calls of a reader as text. */
class ReadFrames implements FrameSink {

    final List<String> calls = new ArrayList<>();

    @Override
    public void message(Frame message) {
        switch (message) {
            case Frame.Text(String text) -> calls.add("text " + text);
            case Frame.Binary(byte[] bytes) -> binary(bytes);
        }
    }

    void binary(byte[] message) {
        calls.add("binary " + hex(message));
    }

    @Override
    public void pinged(byte[] payload) {
        calls.add("ping " + hex(payload));
    }

    @Override
    public void ponged(byte[] payload) {
        calls.add("pong " + hex(payload));
    }

    @Override
    public void closeReceived(int code, String text) {
        calls.add("close " + code + " " + text);
    }

    @Override
    public void protocolBroken(int code, String problem) {
        calls.add("broken " + code + " " + problem);
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
