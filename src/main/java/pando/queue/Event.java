package pando.queue;

/// Something that happened and is committed. Each room that writes rows has one sealed interface
/// that extends this one, with a record for each thing that can happen, annotated `@Json`.
///
/// The name of an event in the log is that of its record within its interface, such as
/// `PostEvent.Published`. Fields may be added, with null for events that were written before.
public interface Event {}
