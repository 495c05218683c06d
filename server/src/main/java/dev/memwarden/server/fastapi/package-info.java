/// How servers that were built on FastAPI say no: `{"detail": …}`, and a list of everything that
/// pydantic minds. Two of the originals are such servers; their dialects share the form here, and
/// nothing else.
@NullMarked
package dev.memwarden.server.fastapi;

import org.jspecify.annotations.NullMarked;
