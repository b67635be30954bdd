package pando.queue;

import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Every kind of event by name, and its form in the log, which is JSON.
public final class EventTypes {
  private final Jsonb json = Jsonb.builder().build();
  private final Map<String, JsonType<? extends Event>> types = new HashMap<>();

  /// @param rooms the sealed interfaces of the rooms, whose permitted records are the kinds
  public EventTypes(List<Class<? extends Event>> rooms) {
    for (var room : rooms) {
      for (var kind : room.getPermittedSubclasses()) {
        types.put(kind(kind), json.type(kind.asSubclass(Event.class)));
      }
    }
  }

  /// The name of the kind of an event, such as `PostEvent.Published`.
  String kind(Event event) {
    return kind(event.getClass());
  }

  /// The names of all kinds of a room, or of the one kind when given a record.
  List<String> kinds(Class<? extends Event> type) {
    var kinds = new ArrayList<String>();
    if (type.isSealed()) {
      for (var kind : type.getPermittedSubclasses()) {
        kinds.add(kind(kind));
      }
    } else {
      kinds.add(kind(type));
    }
    return kinds;
  }

  String write(Event event) {
    @SuppressWarnings("unchecked") // the type was registered under the name of this class
    var type = (JsonType<Event>) type(kind(event));
    return type.toJson(event);
  }

  Event read(String kind, String body) {
    return type(kind).fromJson(body);
  }

  private JsonType<? extends Event> type(String kind) {
    var type = types.get(kind);
    if (type == null) {
      throw new IllegalStateException("no room has the event " + kind);
    }
    return type;
  }

  private static String kind(Class<?> kind) {
    return kind.getEnclosingClass().getSimpleName() + "." + kind.getSimpleName();
  }
}
