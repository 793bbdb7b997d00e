package dev.slipstream.system.architecture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Finds log calls that have parameters and whose pattern is not a constant. If a pattern contained a server's text,
 * braces in the text would act as placeholders.
 *
 * <p>A log call loads the level and then the pattern. So the pattern is a constant if the bytecode loads a constant
 * directly after the level. A pattern from a local variable does not count as a constant.
 */
final class LogPatterns extends ClassVisitor {

    private static final String LOGGER = "java/lang/System$Logger";
    private static final String LEVEL = "java/lang/System$Logger$Level";

    private final List<String> found = new ArrayList<>();
    private String type = "";

    private LogPatterns() {
        super(Opcodes.ASM9);
    }

    /** The methods in this jar or folder that contain such calls. */
    static List<String> in(Path location) {
        LogPatterns patterns = new LogPatterns();
        Built.visit(location, patterns);
        return List.copyOf(patterns.found);
    }

    @Override
    public void visit(int version, int access, String name, String signature, String parent, String[] interfaces) {
        type = name.replace('/', '.');
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String method, String descriptor, String signature, String[] exceptions) {
        return new MethodVisitor(Opcodes.ASM9) {
            private boolean afterLevel;
            private boolean isConstant;

            @Override
            public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
                afterLevel = owner.equals(LEVEL);
                isConstant &= !afterLevel;
            }

            @Override
            public void visitLdcInsn(Object constant) {
                isConstant |= afterLevel && constant instanceof String;
                afterLevel = false;
            }

            @Override
            public void visitVarInsn(int opcode, int variable) {
                afterLevel = false;
            }

            @Override
            public void visitInvokeDynamicInsn(
                    String name, String descriptor, org.objectweb.asm.Handle bootstrap, Object... arguments) {
                afterLevel = false;
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
                if (owner.equals(LOGGER) && name.equals("log")) {
                    if (descriptor.endsWith("[Ljava/lang/Object;)V") && !isConstant) {
                        found.add(type + "." + method + " logs with a pattern that is not a constant");
                    }
                    isConstant = false;
                }
                afterLevel = false;
            }
        };
    }
}
