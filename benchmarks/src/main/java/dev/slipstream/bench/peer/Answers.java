package dev.slipstream.bench.peer;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The loop of a process that is told what to do: one line in, one line out, until its input ends. */
final class Answers {

    /** Does what a command says; what it returns is told as JSON. */
    @FunctionalInterface
    interface Command {
        Object run(List<Integer> numbers) throws Exception;
    }

    private static final JsonMapper JSON = new JsonMapper();

    private Answers() {}

    /**
     * Answers each line, a word and numbers behind it, and ends the process with its input or with the first failure: some
     * clients leave threads behind, which would keep it alive.
     *
     * @param commands by their words
     */
    static void serve(Map<String, Command> commands) {
        try {
            answer(commands);
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void answer(Map<String, Command> commands) throws Exception {
        PrintStream says = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = asked.readLine(); line != null; line = asked.readLine()) {
            List<String> words = List.of(line.split(" "));
            Command command = commands.get(words.get(0));
            if (command == null) {
                throw new IllegalArgumentException("not a command: " + line);
            }
            List<Integer> numbers = words.stream().skip(1).map(Integer::valueOf).toList();
            says.println(JSON.writeValueAsString(command.run(numbers)));
        }
    }
}
