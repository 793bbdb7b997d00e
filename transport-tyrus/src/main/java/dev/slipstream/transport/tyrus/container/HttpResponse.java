package dev.slipstream.transport.tyrus.container;

import java.util.List;
import java.util.Map;

/**
 * An answer to a request for upgrade, or for a tunnel.
 *
 * @param headers its lines, names in lower case
 * @param body of a refusal, cut short; what came of it if TCP ended within
 */
public record HttpResponse(int status, Map<String, List<String>> headers, String body) {

    /** The status alone: headers and body are the server's secrets. */
    @Override
    public String toString() {
        return "HttpResponse[status=" + status + "]";
    }
}
