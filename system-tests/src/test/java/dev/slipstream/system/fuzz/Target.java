package dev.slipstream.system.fuzz;

/** Something that must hold whatever bytes it is given: it throws if it does not. */
public interface Target {

    void accept(byte[] bytes) throws Exception;
}
