package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.List;

/// `GET /api/v1/sessions/{session_id}/messages/{message_uuid}`.
record OneMessage(Home home, String session, String uuid) {

  /// Reading the session.
  List<Demand> demands() {
    return List.of(new Demand(Action.MEMORY_READ, home.ofSession(session)));
  }

  /// The message that a path names.
  static OneMessage of(Identity caller, Reading reading) {
    return new OneMessage(
        Home.of(caller), reading.pathId("session_id"), reading.pathUuid("message_uuid"));
  }

  /// The path that names it.
  TargetWriter target() {
    return TargetWriter.of(OneSession.PATH, session).then("/messages", uuid);
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<OneMessage> {

    @Override
    public Decoded<OneMessage> decode(Identity caller, Call call) {
      return Reading.target(call, reading -> OneMessage.of(caller, reading));
    }

    @Override
    public Encoded encode(OneMessage request) {
      return request.target().encoded();
    }
  }
}
