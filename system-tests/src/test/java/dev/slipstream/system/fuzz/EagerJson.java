package dev.slipstream.system.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a whole text by the grammar of RFC 8259 and builds the complete value. It is slow, simple, and independent of
 * the reader under test.
 */
final class EagerJson {

    private final String text;
    private int at;

    private EagerJson(String text) {
        this.text = text;
    }

    /** Reads one value with only white space around it. */
    static Json read(String text) throws Refused {
        EagerJson reader = new EagerJson(text);
        Json value = reader.value();
        reader.skipSpace();
        if (reader.at < text.length()) {
            throw new Refused("the text has more after the JSON value");
        }
        return value;
    }

    private Json value() throws Refused {
        skipSpace();
        char first = peek();
        return switch (first) {
            case '{' -> members();
            case '[' -> elements();
            case '"' -> new Json.Text(string());
            case 't' -> word("true", new Json.Truth(true));
            case 'f' -> word("false", new Json.Truth(false));
            case 'n' -> word("null", new Json.Null());
            default -> number();
        };
    }

    private Json members() throws Refused {
        List<Json.Member> all = new ArrayList<>();
        take('{');
        skipSpace();
        if (peek() != '}') {
            do {
                skipSpace();
                String name = string();
                if (hasLoneSurrogate(name)) {
                    throw new Refused("a name with a lone surrogate");
                }
                skipSpace();
                take(':');
                all.add(new Json.Member(name, value()));
                skipSpace();
            } while (takes(','));
        }
        take('}');
        return new Json.Members(all);
    }

    private Json elements() throws Refused {
        List<Json> all = new ArrayList<>();
        take('[');
        skipSpace();
        if (peek() != ']') {
            do {
                all.add(value());
                skipSpace();
            } while (takes(','));
        }
        take(']');
        return new Json.Elements(all);
    }

    private String string() throws Refused {
        take('"');
        StringBuilder value = new StringBuilder();
        while (peek() != '"') {
            char next = text.charAt(at++);
            if (next < ' ') {
                throw new Refused("a control character in a string");
            }
            value.append(next == '\\' ? escaped() : next);
        }
        at++;
        return value.toString();
    }

    private char escaped() throws Refused {
        char kind = peek();
        at++;
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int unit = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = "0123456789abcdef".indexOf(Character.toLowerCase(peek()));
                    if (digit < 0) {
                        throw new Refused("not a hexadecimal digit");
                    }
                    unit = unit * 16 + digit;
                    at++;
                }
                yield (char) unit;
            }
            default -> throw new Refused("unknown escape");
        };
    }

    private Json number() throws Refused {
        int start = at;
        takes('-');
        if (!takes('0')) {
            digits();
        }
        if (takes('.')) {
            digits();
        }
        if (takes('e') || takes('E')) {
            if (!takes('+')) {
                takes('-');
            }
            digits();
        }
        return new Json.Number(text.substring(start, at));
    }

    private void digits() throws Refused {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw new Refused("no digit");
        }
    }

    private Json word(String word, Json value) throws Refused {
        if (!text.startsWith(word, at)) {
            throw new Refused("no value");
        }
        at += word.length();
        return value;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws Refused {
        if (at == text.length()) {
            throw new Refused("the text ends early");
        }
        return text.charAt(at);
    }

    private void take(char wanted) throws Refused {
        if (!takes(wanted)) {
            throw new Refused("expected " + wanted);
        }
    }

    private boolean takes(char wanted) {
        boolean is = at < text.length() && text.charAt(at) == wanted;
        at += is ? 1 : 0;
        return is;
    }

    static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /** The text is not valid JSON, or not a valid message. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why);
        }
    }
}
