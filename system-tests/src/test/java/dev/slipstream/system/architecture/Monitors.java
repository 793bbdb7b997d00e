package dev.slipstream.system.architecture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Finds {@code synchronized} methods and statements; ArchUnit does not see the statements. */
final class Monitors extends ClassVisitor {

    private final List<String> found = new ArrayList<>();
    private String type = "";

    private Monitors() {
        super(Opcodes.ASM9);
    }

    /** The methods in this jar or folder that enter a monitor. */
    static List<String> in(Path location) {
        Monitors monitors = new Monitors();
        Built.visit(location, monitors);
        return List.copyOf(monitors.found);
    }

    @Override
    public void visit(int version, int access, String name, String signature, String parent, String[] interfaces) {
        type = name.replace('/', '.');
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String method, String descriptor, String signature, String[] exceptions) {
        if ((access & Opcodes.ACC_SYNCHRONIZED) != 0) {
            found.add(type + "." + method + " is a synchronized method");
        }
        return new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.MONITORENTER) {
                    found.add(type + "." + method + " has a synchronized statement");
                }
            }
        };
    }
}
