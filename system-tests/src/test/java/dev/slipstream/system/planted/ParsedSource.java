package dev.slipstream.system.planted;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/**
 * A Java source with the positions of its classes and methods.
 *
 * @param classes all named classes, including nested and local ones
 */
record ParsedSource(String text, List<ParsedClass> classes) {

    /**
     * Parses a source.
     *
     * @param name the name of its class, used in errors
     */
    static ParsedSource of(String name, String text) {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, diagnostics, List.of("-proc:none"), null, List.of(new SourceInMemory(name, text)));
        try {
            CompilationUnitTree unit = task.parse().iterator().next();
            diagnostics.getDiagnostics().stream()
                    .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                    .findFirst()
                    .ifPresent(error -> {
                        throw new IllegalStateException("cannot parse: " + error);
                    });
            ClassFinder finder = new ClassFinder(unit, Trees.instance(task).getSourcePositions());
            finder.scan(unit, null);
            return new ParsedSource(text, List.copyOf(finder.found));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Returns the classes with exactly this name. If there are none, returns the classes whose name ends with this
     * name.
     *
     * @param names a simple name, or outer classes and a nested class
     */
    List<ParsedClass> named(List<String> names) {
        List<ParsedClass> exact =
                classes.stream().filter(type -> type.names().equals(names)).toList();
        return exact.isEmpty()
                ? classes.stream().filter(type -> type.isNamed(names)).toList()
                : exact;
    }

    private static final class ClassFinder extends TreeScanner<Void, Void> {

        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final Deque<String> names = new ArrayDeque<>();
        private final List<ParsedClass> found = new ArrayList<>();

        ClassFinder(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            if (type.getSimpleName().isEmpty()) {
                return super.visitClass(type, nothing);
            }
            names.addLast(type.getSimpleName().toString());
            found.add(parsed(type));
            super.visitClass(type, nothing);
            names.removeLast();
            return null;
        }

        private ParsedClass parsed(ClassTree type) {
            List<ParsedClass.Method> methods = new ArrayList<>();
            List<SourceRange> own = new ArrayList<>();
            SourceRange all = range(type);
            int start = all.start();
            for (Tree member : type.getMembers()) {
                if (member instanceof MethodTree method) {
                    methods.add(new ParsedClass.Method(method.getName().toString(), range(method)));
                }
                if (member instanceof MethodTree || member instanceof ClassTree) {
                    own.add(new SourceRange(start, range(member).start()));
                    start = range(member).end();
                }
            }
            own.add(new SourceRange(start, all.end()));
            return new ParsedClass(List.copyOf(names), List.copyOf(methods), List.copyOf(own));
        }

        private SourceRange range(Tree tree) {
            return new SourceRange(
                    (int) positions.getStartPosition(unit, tree), (int) positions.getEndPosition(unit, tree));
        }
    }
}
