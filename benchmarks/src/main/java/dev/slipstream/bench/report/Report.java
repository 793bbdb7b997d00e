package dev.slipstream.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * All results of a run. The table and the plots need no other data.
 *
 * @param plan name of the plan
 * @param commit the measured commit, with a note if files had uncommitted changes
 */
public record Report(
        String plan,
        String commit,
        String date,
        Machine machine,
        List<Measure> measures,
        List<Bar> bars,
        List<Series> series) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    }

    public static Report read(Path file) throws IOException {
        return JSON.readValue(Files.readString(file), Report.class);
    }
}
