package dev.slipstream.testkit.server.capture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sends the client's frames of a {@link Capture} to a server, and pauses where the recorded client paused. The server's
 * expected and actual actions are compared for each connection, because connections have no common order.
 */
final class Replay {

    private static final String LEFT_OUT = "joins \"2\" to \"99\" of firehose:2 to firehose:99";

    private final Peer peer;
    private final Map<String, List<String>> expected = new LinkedHashMap<>();
    private final List<WireFrame> unsent = new ArrayList<>();

    private Replay(Peer peer) {
        this.peer = peer;
    }

    /** The server's expected and actual actions, by connection. */
    record Outcome(Map<String, List<String>> expected, Map<String, List<String>> actual) {

        boolean isRight() {
            return expected.equals(actual);
        }
    }

    static Outcome run(List<CaptureLine> form, Peer peer) {
        Replay replay = new Replay(peer);
        for (int i = 0; i < form.size(); i++) {
            replay.step(form.get(i));
            if (form.get(i) instanceof CaptureLine.FromClient(String connection, WireFrame frame)
                    && !(i + 1 < form.size() && isFromClient(form.get(i + 1), connection))) {
                peer.send(connection, List.copyOf(replay.unsent));
                replay.unsent.clear();
            }
        }
        peer.pass(Duration.ofMillis(100));
        Map<String, List<String>> actual = new LinkedHashMap<>();
        replay.expected.keySet().forEach(connection -> actual.put(connection, peer.did(connection)));
        return new Outcome(replay.expected, actual);
    }

    private static boolean isFromClient(CaptureLine line, String connection) {
        return line instanceof CaptureLine.FromClient next && next.connection().equals(connection);
    }

    private void step(CaptureLine line) {
        switch (line) {
            case CaptureLine.Requested request -> peer.request(request);
            case CaptureLine.RequestBody(String connection, String body) ->
                throw new IllegalArgumentException("plain HTTP is not replayed");
            case CaptureLine.Answered(String connection, int status, Map<String, String> headers, String body) ->
                expect(connection, Printed.answer(status, headers, body));
            case CaptureLine.FromClient(String connection, WireFrame frame) -> unsent.add(frame);
            case CaptureLine.FromServer(String connection, WireFrame frame) -> expect(connection, Printed.of(frame));
            case CaptureLine.Outside(String action) -> peer.outside(action);
            case CaptureLine.Waited(var time) -> peer.pass(time);
            case CaptureLine.Remark(String text) -> {
                if (text.startsWith(LEFT_OUT)) {
                    joinTheRest();
                }
            }
        }
    }

    private void expect(String connection, String what) {
        List<String> all = expected.computeIfAbsent(connection, key -> new ArrayList<>());
        all.add(what);
        peer.await(connection, all.size());
    }

    /** Joins the topics whose joins the recorder left out to keep the file short. */
    private void joinTheRest() {
        String join = "[\"%1$d\",\"%1$d\",\"firehose:%1$d\",\"phx_join\",{}]";
        String reply = "[\"%1$d\",\"%1$d\",\"firehose:%1$d\",\"phx_reply\",{\"response\":{},\"status\":\"ok\"}]";
        peer.send("", texts(join));
        texts(reply).forEach(frame -> expect("", Printed.of(frame)));
    }

    private static List<WireFrame> texts(String format) {
        return IntStream.rangeClosed(2, 99)
                .mapToObj(number -> (WireFrame) new WireFrame.Text(format.formatted(number)))
                .collect(Collectors.toList());
    }
}
