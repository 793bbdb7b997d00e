package dev.slipstream.bench.peer;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The command loop of a child process. It answers each line of input with one line, until the input ends. */
final class Answers {

    /** Runs one command. Its result is printed as JSON. */
    @FunctionalInterface
    interface Command {
        Object run(List<Integer> numbers) throws Exception;
    }

    private static final JsonMapper JSON = new JsonMapper();

    private Answers() {}

    /**
     * Answers each line of input, a command word followed by numbers, until the input ends or a command fails. Then
     * calls {@link System#exit}, because some clients leave threads that would keep the process alive.
     *
     * @param commands the commands by command word
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
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            List<String> words = List.of(line.split(" "));
            Command command = commands.get(words.get(0));
            if (command == null) {
                throw new IllegalArgumentException("unknown command: " + line);
            }
            List<Integer> numbers = words.stream().skip(1).map(Integer::valueOf).toList();
            out.println(JSON.writeValueAsString(command.run(numbers)));
        }
    }
}
