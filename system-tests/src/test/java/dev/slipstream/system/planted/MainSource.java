package dev.slipstream.system.planted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of a module's main sources.
 *
 * @param module the folder of the module
 */
record MainSource(Path module, Path file, String text) {

    static final String FOLDER = "src/main/java";

    static MainSource read(Path module, Path file) {
        try {
            return new MainSource(module, file, Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The full name of the class that the file is named after. */
    String type() {
        String path = module.resolve(FOLDER).relativize(file).toString().replace('\\', '/');
        return path.substring(0, path.length() - ".java".length()).replace('/', '.');
    }

    /** Whether it is of this module or this package; the end of a package's name is enough, and an empty name is of all. */
    boolean isOf(String where) {
        String inPackage = "." + type().substring(0, Math.max(0, type().lastIndexOf('.')));
        return where.isEmpty() || module.endsWith(where) || inPackage.endsWith("." + where);
    }

    @Override
    public String toString() {
        return module.getFileName() + "/" + type();
    }
}
