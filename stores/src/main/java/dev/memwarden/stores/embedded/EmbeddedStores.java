package dev.memwarden.stores.embedded;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.memory.Embedding;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.lucene.IndexProgress;
import dev.memwarden.stores.lucene.LuceneIndex;
import dev.memwarden.stores.sql.Canary;
import dev.memwarden.stores.sql.Sql;
import dev.memwarden.stores.sql.SqlStores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the stores of one data folder.
public final class EmbeddedStores {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStores.class);

  private EmbeddedStores() {}

  /// Opens what is in `folder`, or makes it. The search index is opened, and made anew if it is
  /// missing or unreadable, in the background; searches wait for it. Takes over the folder: it is
  /// released when the stores are closed, or when opening fails.
  ///
  /// @param model id of the embedding model in use
  /// @param dimensions length of its vectors, at most 1024
  /// @param progress hears of a rebuild of the index, if there is one
  /// @throws dev.memwarden.stores.sql.MasterKeyMismatchException if the store was made with another
  ///   master key
  /// @throws dev.memwarden.stores.sql.NewerSchemaException if a newer version wrote the store
  /// @throws StoreMovedException if everything was moved to a database
  /// @throws StoreUnavailableException if the folder cannot be used
  public static Stores open(
      Folder folder,
      MasterKeyRing ring,
      String model,
      int dimensions,
      InstantSource clock,
      IndexProgress progress) {
    Closing closing = new Closing();
    closing.add(folder::close);
    boolean done = false;
    try {
      SqliteDatabase database = SqliteDatabase.open(folder, clock);
      closing.add(database::close);
      String id =
          database
              .writer()
              .write(connection -> Canary.check(connection, ring, folder.path().toString()));
      MovingOut.check(database, folder);
      warnOfOtherModels(database, model);
      Path files = folder.index();
      OpeningIndex index =
          new OpeningIndex(() ->
              LuceneIndex.open(
                  files, new IndexLog(database, id), model, dimensions, clock, progress));
      closing.add(index::close);
      database.afterCommit(index::wake);
      Stores stores =
          SqlStores.over(
              database,
              id,
              ring,
              new SqlStores.Search(index, index::rebuild),
              clock,
              closing::close);
      done = true;
      return stores;
    } catch (IOException e) {
      throw new StoreUnavailableException("cannot use data folder " + folder.path(), e);
    } finally {
      if (!done) {
        closing.close();
      }
    }
  }

  /// Throws the search index away and makes it anew from what is stored; then closes everything.
  ///
  /// @param progress hears how far it is
  /// @throws StoreUnavailableException if the folder cannot be used
  public static void rebuildIndex(
      Folder folder,
      MasterKeyRing ring,
      String model,
      int dimensions,
      InstantSource clock,
      IndexProgress progress) {
    try {
      LuceneIndex.discard(folder.index());
    } catch (IOException e) {
      folder.close();
      throw new StoreUnavailableException("cannot use data folder " + folder.path(), e);
    }
    try (Stores stores = open(folder, ring, model, dimensions, clock, progress)) {
      if (stores.index() instanceof OpeningIndex index) {
        LuceneIndex _ = index.await();
      }
    }
  }

  private static void warnOfOtherModels(SqliteDatabase database, String model) {
    // Gaps of an index on the column: no scan however much is stored.
    boolean others =
        database
            .upkeep()
            .read(connection ->
                Sql.of(
                            "SELECT EXISTS (SELECT 1 FROM item_vector WHERE model < min(?1, ?2))"
                                + " OR EXISTS (SELECT 1 FROM item_vector WHERE model > min(?1, ?2)"
                                + " AND model < max(?1, ?2))"
                                + " OR EXISTS (SELECT 1 FROM item_vector WHERE model > max(?1, ?2))",
                            model,
                            Embedding.CLIENT)
                        .number(connection)
                    > 0);
    if (others) {
      LOG.warn(
          "event=other_embedding_model model={} some memories have vectors of another model and"
              + " are found by their words only",
          model);
    }
  }
}
