package dev.slipstream.core.cost;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Loads the core classes again, with added code that counts steps in {@link Steps}. The added code counts iterations of
 * loops, and method calls, including lambdas and accessors. It also counts each element that a collection of the JDK
 * visits internally.
 */
final class CountingLoader extends ClassLoader {

    private static final String CORE = "dev.slipstream.core.";
    private static final String STEPS = "dev/slipstream/core/cost/Steps";
    private static final Set<String> OF_ALL = Set.of("stream", "toArray", "clear", "toString", "hashCode");
    private static final Set<String> SEARCHING = Set.of(
            "contains", "containsAll", "remove", "removeAll", "retainAll", "indexOf", "addAll", "putAll", "equals");
    private static final Set<String> COPYING = Set.of("<init>", "copyOf");

    CountingLoader() {
        super(CountingLoader.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(CORE)) {
            return super.loadClass(name, resolve);
        }
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = CountingLoader.class.getResourceAsStream('/' + name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            byte[] counting = name.startsWith(CORE + "cost.") ? bytes : counting(bytes);
            return defineClass(name, counting, 0, counting.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static byte[] counting(byte[] bytes) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        new ClassReader(bytes)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String type, String signature, String[] thrown) {
                                return new Counting(super.visitMethod(access, name, type, signature, thrown));
                            }
                        },
                        0);
        return writer.toByteArray();
    }

    private static final class Counting extends MethodVisitor {

        private final Set<Label> behind = new HashSet<>();

        Counting(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            count("step", "()V");
        }

        @Override
        public void visitLabel(Label label) {
            behind.add(label);
            super.visitLabel(label);
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            if (behind.contains(label)) {
                count("step", "()V");
            }
            super.visitJumpInsn(opcode, label);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String type, boolean isInterface) {
            if (owner.startsWith("java/util/")) {
                boolean takesOne = type.startsWith("(Ljava/") && type.indexOf(';') == type.indexOf(')') - 1;
                if (takesOne && COPYING.contains(name) || type.startsWith("()") && OF_ALL.contains(name)) {
                    super.visitInsn(Opcodes.DUP);
                    count("all", "(Ljava/lang/Object;)V");
                } else if (takesOne && SEARCHING.contains(name) && opcode != Opcodes.INVOKESTATIC) {
                    super.visitInsn(Opcodes.DUP2);
                    count("search", "(Ljava/lang/Object;Ljava/lang/Object;)V");
                } else if (name.equals("containsValue")) {
                    super.visitInsn(Opcodes.DUP2);
                    count("values", "(Ljava/lang/Object;Ljava/lang/Object;)V");
                }
            }
            super.visitMethodInsn(opcode, owner, name, type, isInterface);
        }

        private void count(String name, String type) {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, STEPS, name, type, false);
        }
    }
}
