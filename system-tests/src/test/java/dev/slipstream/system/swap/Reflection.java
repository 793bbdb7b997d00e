package dev.slipstream.system.swap;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassObjectReference;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.Method;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.StringReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Runs a program under a debugger and records the classes that the program uses by reflection. These are the classes
 * that the program looks up by name, and the classes whose constructors it calls by reflection.
 *
 * <p>The linker of a native image cannot see such uses.
 */
final class Reflection {

    private static final Map<String, String> REFLECTIVE_METHODS =
            Map.of("java.lang.Class", "forName", "java.lang.reflect.Constructor", "newInstanceWithCaller");

    private final VirtualMachine machine;
    private final Set<String> reached = new TreeSet<>();

    private Reflection(VirtualMachine machine) {
        this.machine = machine;
    }

    /** Runs the program to its end and returns the names of the classes. The caller must set a timeout. */
    static Set<String> of(String options, String main) throws Exception {
        LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("options").setValue(options);
        arguments.get("main").setValue(main);
        VirtualMachine machine = connector.launch(arguments);
        Process process = machine.process();
        try {
            Thread.ofVirtual().start(() -> drain(process));
            Reflection reflection = new Reflection(machine);
            reflection.watch();
            return reflection.reached;
        } finally {
            process.destroyForcibly();
        }
    }

    private static void drain(Process process) {
        try (var output = process.getInputStream()) {
            output.skipNBytes(Long.MAX_VALUE);
        } catch (java.io.IOException ended) {
            // The output ends with the process.
        }
    }

    private void watch() throws InterruptedException, IncompatibleThreadStateException {
        for (String type : REFLECTIVE_METHODS.keySet()) {
            ClassPrepareRequest later = machine.eventRequestManager().createClassPrepareRequest();
            later.addClassFilter(type);
            later.enable();
            machine.classesByName(type).forEach(this::setBreakpoints);
        }
        try {
            while (true) {
                EventSet events = machine.eventQueue().remove();
                for (Event event : events) {
                    if (event instanceof ClassPrepareEvent prepared) {
                        setBreakpoints(prepared.referenceType());
                    } else if (event instanceof BreakpointEvent reflected) {
                        note(reflected.thread().frame(0));
                    }
                }
                events.resume();
            }
        } catch (VMDisconnectedException ended) {
            return;
        }
    }

    private void setBreakpoints(ReferenceType type) {
        for (Method method : type.methodsByName(REFLECTIVE_METHODS.get(type.name()))) {
            BreakpointRequest stop = machine.eventRequestManager().createBreakpointRequest(method.location());
            stop.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
            stop.enable();
        }
    }

    private void note(StackFrame frame) {
        ObjectReference constructor = frame.thisObject();
        if (constructor != null) {
            ReferenceType type = constructor.referenceType();
            ClassObjectReference made = (ClassObjectReference) constructor.getValue(type.fieldByName("clazz"));
            reached.add(made.reflectedType().name());
        } else if (frame.getArgumentValues().getFirst() instanceof StringReference name) {
            reached.add(name.value());
        }
    }
}
