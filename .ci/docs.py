"""Follows the documents word for word: runs every shell block of README.md and docs/ in a clone of its own, document by
document and block by block, and compares what they print with what the document says they print.

  * A block that ends in `./memwarden serve` starts the server, instead of the one before, over the same data.
  * `# ...` lines right below a command are what it prints, and so is a ```json or ```text block right below a shell block.
    `…` stands for anything, white space for none; `403 {...}` begins with the status that curl got.
  * What says nothing about its output has to succeed: exit code 0, no status of 400 and above.
  * `<!-- file: NAME -->` above a block writes it to that file, `<!-- with the server stopped -->` stops the server first,
    and `<!-- not run: REASON -->` leaves the block out. There are no other marks.
  * On 127.0.0.1:11434 is something that speaks like a language model.
"""

import http.client
import http.server
import json
import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

SERVERS = ("http://localhost:8000", "https://localhost:8000")
# Whether the server is there is all that is asked; its certificate is the documents' to check.
UNVERIFIED = ssl._create_unverified_context()
FENCE = re.compile(r"^(?:<!-- (?P<marker>[^\n]*?) -->\n\n?)?```(?P<language>[^\n]*)\n(?P<text>.*?)^```$", re.M | re.S)
SERVE = re.compile(r"^(?P<before>[^#\n]*)\./memwarden serve", re.M)
# How long a first start may take, which builds the server, in seconds.
PATIENCE = 900


class Wrong(Exception):
    pass


class Model(http.server.BaseHTTPRequestHandler):
    """Remembers every sentence as it stands, and answers with the first memory."""

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        system, user = (message["content"] for message in request["messages"][:2])
        data = json.loads(user.split("<data>")[1].split("</data>")[0])
        if "conversation" in data:
            said = [turn["content"] for turn in data["conversation"] if turn["role"] == "user"]
            answer = {"changes": [{"event": "ADD", "text": text, "relations": []} for text in said]}
        else:
            used = [memory["id"] for memory in data["memories"][:1]]
            answer = {"answer": "A model found words for this.", "used": used}
        message = {"role": "assistant", "content": json.dumps(answer)}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        body = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
        reply = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_):
        pass


def environment():
    names = ("PATH", "HOME", "JAVA_HOME", "LANG", "LC_ALL", "TMPDIR")
    return {name: os.environ[name] for name in names if name in os.environ}


class Shell:
    """One shell for a whole document, so that a block sees the variables of the blocks above."""

    def __init__(self, folder, work):
        self.out, self.err, self.status = work / "out", work / "err", work / "status"
        self.process = subprocess.Popen(
            ["bash"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=folder, env=environment(), text=True
        )
        self.say(f"""curl() {{ command curl -sS -w "%{{stderr}}%{{http_code}}\\n" "$@" 2>>"{self.status}"; }}""")
        self.say("trap 'failed=$?' ERR")

    def say(self, text):
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def run(self, commands):
        """What the commands print, the statuses that curl got, and the exit code of the last one that failed."""
        self.status.write_text("")
        self.say(f"failed=0\nexec 3>&1 >\"{self.out}\" 2>\"{self.err}\"\n{commands}\nexec >&3 2>&1 3>&-\necho \"ended $failed\"")
        line = self.process.stdout.readline()
        if not line.startswith("ended "):
            raise Wrong(f"the shell ended, saying {line!r}")
        return self.out.read_text(), self.status.read_text().split(), int(line.split()[1]), self.err.read_text()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Server:
    def __init__(self, folder, work):
        self.folder, self.log, self.process = folder, work / "server.log", None

    def start(self, block):
        self.stop()
        script = SERVE.sub(r"\g<before>exec ./memwarden serve", block)
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                ["bash", "-ec", script], stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.folder, env=environment()
            )
        for _ in range(PATIENCE * 5):
            if self.process.poll() is not None:
                raise Wrong("the server ended:\n" + self.log.read_text())
            for server in SERVERS:
                try:
                    urllib.request.urlopen(server + "/health", timeout=5, context=UNVERIFIED).close()
                    return
                except (OSError, http.client.HTTPException):
                    continue
            time.sleep(0.2)
        raise Wrong("the server does not answer:\n" + self.log.read_text())

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            status = self.process.wait(timeout=60)
            if status not in (0, 143):
                raise Wrong(f"the server ended with {status}:\n" + self.log.read_text())
        self.process = None


def parts(block):
    """The commands of a block, each with what it is said to print, if anything is said."""
    commands, said, result = [], [], []
    for line in block.rstrip("\n").split("\n"):
        if line.startswith("#") and commands and (commands[-1].strip() or said):
            said.append(line.removeprefix("#").removeprefix(" "))
            continue
        if said:
            result.append(("\n".join(commands), "\n".join(said)))
            commands, said = [], []
        commands.append(line)
    result.append(("\n".join(commands), "\n".join(said) if said else None))
    return result


def compare(commands, said, shell):
    for _ in range(20):
        printed, statuses, failed, err = shell.run(commands)
        if statuses != ["503"] or (said or "").startswith("503 "):
            break
        time.sleep(1)  # as a client would: a server that has just started takes no signed requests yet
    context = f"\n{commands}\n-- printed\n{' '.join(statuses)} {printed}{err}"
    status = re.match(r"(\d{3})\s", said or "")
    refused = [code for code in statuses if int(code) >= 400 or int(code) < 200]
    if failed:
        raise Wrong(f"exit code {failed}" + context)
    if refused and not (status and refused == [status[1]]):
        raise Wrong(f"refused with {refused}, and the document does not say so" + context)
    if said is None:
        return
    if status:
        if statuses != [status[1]]:
            raise Wrong(f"another status than {status[1]}" + context)
        said = said[4:]
    pattern = ".*?".join(re.escape(re.sub(r"\s", "", piece)) for piece in said.split("…"))
    if not re.fullmatch(pattern, re.sub(r"\s", "", printed), re.S):
        raise Wrong("not what the document says: " + said + context)


def follow(document, folder, work):
    text = document.read_text()
    shell, server, ran = Shell(folder, work), Server(folder, work), 0
    try:
        blocks = list(FENCE.finditer(text))
        for index, block in enumerate(blocks):
            line = text.count("\n", 0, block.start("language")) + 1
            marker, language = block["marker"] or "", block["language"].strip()
            try:
                if marker.startswith("file: "):
                    (folder / marker.removeprefix("file: ")).write_text(block["text"])
                if language != "sh":
                    continue
                if marker == "with the server stopped":
                    server.stop()
                if marker.startswith("not run: "):
                    print(f"      {document.name}:{line} is {marker}")
                elif SERVE.search(block["text"]):
                    server.start(block["text"])
                    ran += 1
                else:
                    run = parts(block["text"])
                    following = blocks[index + 1] if index + 1 < len(blocks) else None
                    if (
                        following
                        and following["language"] in ("json", "text")
                        and not following["marker"]
                        and not text[block.end() : following.start()].strip()
                    ):
                        run[-1] = (run[-1][0], following["text"])
                    for commands, said in run:
                        compare(commands, said, shell)
                    ran += 1
            except Wrong as e:
                raise Wrong(f"{document}:{line}: {e}\n-- log\n" + (server.log.read_text() if server.log.exists() else "")) from e
    finally:
        shell.close()
        server.stop()
    return ran


def main():
    root, work = Path.cwd(), Path(sys.argv[1])
    clone = work / "memwarden"
    subprocess.run(["git", "clone", "-q", root, clone], check=True)
    threading.Thread(target=http.server.ThreadingHTTPServer(("127.0.0.1", 11434), Model).serve_forever, daemon=True).start()
    # What it records was measured over hours.
    left_out = {"docs/benchmarks.md"}
    wanted = sys.argv[2:]
    for document in [clone / "README.md", *sorted((clone / "docs").rglob("*.md"))]:
        name = str(document.relative_to(clone))
        if name in left_out or wanted and name not in wanted:
            continue
        ran = follow(document, clone, work)
        if ran:
            print(f"ok    {name}: {ran} blocks")
        shutil.rmtree(clone / "memwarden-data", ignore_errors=True)
        subprocess.run(["git", "clean", "-fdq"], cwd=clone, check=True)


if __name__ == "__main__":
    try:
        main()
    except Wrong as e:
        sys.exit(f"FAIL  {e}")
