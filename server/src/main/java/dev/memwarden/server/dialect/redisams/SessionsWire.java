package dev.memwarden.server.dialect.redisams;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.server.fastapi.Problems;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.StringNode;

/// How [SessionsRequest] stands in a query. A user that names nobody means itself.
final class SessionsWire implements Wire<SessionsRequest> {

  @Override
  public Decoded<SessionsRequest> decode(Identity caller, Call call) {
    List<Problem> problems = new ArrayList<>();
    Principal who = caller.principal();
    Optional<String> self = Optional.of(who.id()).filter(_ -> who.kind() == Principal.Kind.USER);
    SessionsRequest request =
        new SessionsRequest(
            who.tenant(),
            id(call, "user_id", problems).or(() -> self),
            id(call, "namespace", problems),
            number(call, "offset", 0, SessionsRequest.MAX_OFFSET, problems).orElse(0),
            number(call, "limit", 1, SessionsRequest.MAX_LIMIT, problems)
                .orElse(SessionsRequest.LIMIT));
    return problems.isEmpty() ? new Decoded.Request<>(request) : new Decoded.Malformed<>(problems);
  }

  @Override
  public Encoded encode(SessionsRequest request) {
    return TargetWriter.of("/v1/working-memory/")
        .with("user_id", request.user())
        .with("namespace", request.label())
        .with("offset", Optional.of(request.offset()))
        .with("limit", Optional.of(request.limit()))
        .encoded();
  }

  private static Optional<String> id(Call call, String name, List<Problem> problems) {
    Optional<String> value = single(call, name, problems);
    if (value.isPresent() && !Axis.accepts(value.get())) {
      problems.add(Problems.noId(at(name)));
    }
    return value;
  }

  private static Optional<Integer> number(
      Call call, String name, int least, int most, List<Problem> problems) {
    Optional<String> value = single(call, name, problems);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String text = value.get();
    if (!text.matches("-?[0-9]{1,9}")) {
      problems.add(Problems.unreadableInteger(at(name), text));
      return Optional.empty();
    }
    int number = Integer.parseInt(text);
    if (number < least) {
      problems.add(Problems.tooSmall(at(name), least, StringNode.valueOf(text)));
    } else if (number > most) {
      problems.add(Problems.tooLarge(at(name), most, StringNode.valueOf(text)));
    }
    return Optional.of(number);
  }

  // A name given twice with different values means different things to different readers.
  private static Optional<String> single(Call call, String name, List<Problem> problems) {
    List<String> values = call.queryValues(name).stream().distinct().toList();
    if (values.size() > 1) {
      problems.add(Problems.value(at(name), "given twice, and not the same"));
      return Optional.empty();
    }
    return values.stream().findFirst();
  }

  private static List<Object> at(String name) {
    return List.of("query", name);
  }
}
