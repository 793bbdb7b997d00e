package dev.slipstream.system.planted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A main source file of a module.
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

    /** Returns the full name of the class that gives the file its name. */
    String type() {
        String path = module.resolve(FOLDER).relativize(file).toString().replace('\\', '/');
        return path.substring(0, path.length() - ".java".length()).replace('/', '.');
    }

    /**
     * Returns whether the file is in this module or package. The end of a package name is enough, and an empty name
     * matches all.
     */
    boolean isOf(String where) {
        String inPackage = "." + type().substring(0, Math.max(0, type().lastIndexOf('.')));
        return where.isEmpty() || module.endsWith(where) || inPackage.endsWith("." + where);
    }

    @Override
    public String toString() {
        return module.getFileName() + "/" + type();
    }
}
