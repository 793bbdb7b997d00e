package dev.slipstream.core.machine.connection;

/** Finds the strings and numbers of a JSON text that is known to be valid. */
final class JsonScan {

    /** Receives all parts of a JSON text in order, unless {@link #isEnough} stops the scan. */
    interface Parts {

        /** A name or a string value, decoded. */
        void string(String value, boolean isName);

        /** A number as it is written. */
        void number(String text);

        /** A brace, bracket, comma, colon or space, or one char of {@code true}, {@code false} or {@code null}. */
        void other(char unit);

        /** Whether to stop the scan. */
        boolean isEnough();
    }

    private final String json;
    private final Parts parts;
    private int at;

    private JsonScan(String json, Parts parts) {
        this.json = json;
        this.parts = parts;
    }

    static void scan(String json, Parts parts) {
        JsonScan scan = new JsonScan(json, parts);
        while (scan.at < json.length() && !parts.isEnough()) {
            scan.next();
        }
    }

    private void next() {
        char unit = json.charAt(at);
        if (unit == '"') {
            String value = string();
            parts.string(value, isBeforeColon());
        } else if (unit == '-' || (unit >= '0' && unit <= '9')) {
            int start = at;
            while (at < json.length() && "+-.eE0123456789".indexOf(json.charAt(at)) >= 0) {
                at++;
            }
            parts.number(json.substring(start, at));
        } else {
            parts.other(unit);
            at++;
        }
    }

    private String string() {
        StringBuilder value = new StringBuilder();
        at++;
        for (char unit = json.charAt(at); unit != '"'; unit = json.charAt(at)) {
            if (unit == '\\') {
                value.append(escaped());
            } else {
                value.append(unit);
                at++;
            }
        }
        at++;
        return value.toString();
    }

    private char escaped() {
        char kind = json.charAt(at + 1);
        at += 2;
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(json.substring(at - 4, at), 16);
            }
            default -> kind; // a quote, a slash or a backslash
        };
    }

    private boolean isBeforeColon() {
        int next = at;
        while (next < json.length() && json.charAt(next) <= ' ') {
            next++;
        }
        return next < json.length() && json.charAt(next) == ':';
    }
}
