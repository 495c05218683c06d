package dev.memwarden.stores.lucene;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Reach;
import dev.memwarden.memory.Kind;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/// Turns a [Reach] into a query that matches exactly the documents in it.
final class ReachQuery {
  private ReachQuery() {}

  /// Documents of a kind in reach.
  static Query of(Reach reach, Kind kind) {
    return new BooleanQuery.Builder()
        .add(new TermQuery(new Term(Fields.KIND, kind.word())), Occur.FILTER)
        .add(of(reach), Occur.FILTER)
        .build();
  }

  private static Query of(Reach reach) {
    return anyOf(reach.parts().stream().map(ReachQuery::of).toList());
  }

  private static Query of(Reach.Part part) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    all.add(of(part.box()), Occur.FILTER);
    if (!part.holes().isEmpty()) {
      all.add(anyOf(part.holes().stream().map(ReachQuery::of).toList()), Occur.MUST_NOT);
    }
    return all.build();
  }

  private static Query of(Box box) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    all.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
    for (Axis axis : Axis.values()) {
      switch (box.on(axis)) {
        case Extent.Any _ -> {}
        case Extent.One(String value) -> all.add(on(axis, Optional.of(value)), Occur.FILTER);
        case Extent.None _ -> all.add(on(axis, Optional.empty()), Occur.FILTER);
      }
    }
    return all.build();
  }

  private static Query on(Axis axis, Optional<String> value) {
    return new TermQuery(Fields.axis(axis, value));
  }

  private static Query anyOf(List<Query> queries) {
    return switch (queries.size()) {
      case 0 -> new MatchNoDocsQuery("nothing is in reach");
      case 1 -> queries.getFirst();
      default -> {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        queries.forEach(query -> any.add(query, Occur.SHOULD));
        yield any.build();
      }
    };
  }
}
