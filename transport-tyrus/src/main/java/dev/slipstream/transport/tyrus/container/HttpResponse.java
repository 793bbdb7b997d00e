package dev.slipstream.transport.tyrus.container;

import java.util.List;
import java.util.Map;

/**
 * The response to an upgrade or CONNECT request.
 *
 * @param headers lines of the response, names in lower case
 * @param body the beginning of a refusal's body
 */
public record HttpResponse(int status, Map<String, List<String>> headers, String body) {

    /** The status alone, because headers and body may hold secrets. */
    @Override
    public String toString() {
        return "HttpResponse[status=" + status + "]";
    }
}
