package dev.slipstream.transport.tyrus.container;

import java.util.List;
import java.util.Map;

/**
 * The response to an upgrade or CONNECT request.
 *
 * @param headers the header lines of the response; names are in lower case
 * @param body the beginning of the body of a refusal; otherwise empty
 */
public record HttpResponse(int status, Map<String, List<String>> headers, String body) {

    /** Shows only the status, because headers and body may hold secrets. */
    @Override
    public String toString() {
        return "HttpResponse[status=" + status + "]";
    }
}
