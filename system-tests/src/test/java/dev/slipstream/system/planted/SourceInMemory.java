package dev.slipstream.system.planted;

import java.net.URI;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/** A Java source that is not in a file. */
final class SourceInMemory extends SimpleJavaFileObject {

    private final String text;

    /**
     * Creates a source.
     *
     * @param type the full name of its class
     */
    SourceInMemory(String type, String text) {
        super(URI.create("memory:///" + type.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE);
        this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
    }
}
