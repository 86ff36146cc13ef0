"""What Tab makes of a command line: complete.py SHELL FOLDER LINE..., where FOLDER has the built completions. Prints
each line as the shell's editor has it afterwards, between < and >."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from terminal import Session  # noqa: E402

# How the shell is started, and the commands that load the completion and bind ^X to printing the line.
SHELLS = {
    "bash": (["--norc", "--noprofile", "-i"],
             "unset HISTFILE; bind 'set enable-bracketed-paste off'; bind 'set bell-style none'; . %s/src/completion/scepwiz; "
             "bind -x '\"\\C-x\": printf \"\\n<%%s>\\n\" \"$READLINE_LINE\"; READLINE_LINE='"),
    "zsh": (["-f", "-i"],
            "unsetopt beep; autoload -U compinit; compinit -u -D; . %s/src/completion/_scepwiz; "
            "shown() { print; print -r -- \"<$BUFFER>\"; BUFFER=; zle redisplay }; zle -N shown; bindkey '^X' shown"),
    "fish": (["-N", "-i"],
             "source %s/src/completion/scepwiz.fish; bind \\cx 'printf \"\\n<%%s>\\n\" (commandline); commandline \"\"'"),
}


def main(shell, folder, *lines):
    arguments, commands = SHELLS[shell]
    program = next(path for path in (os.path.join(f, shell) for f in os.get_exec_path()) if os.access(path, os.X_OK))
    environment = {"PATH": folder + ":" + os.environ["PATH"], "PS1": "", "XDG_CONFIG_HOME": os.environ["TMPDIR"],
                   "XDG_DATA_HOME": os.environ["TMPDIR"], "INPUTRC": "/dev/null"}
    # The search for leaks stops a process as a debugger does, and sometimes for ever where zsh has started it.
    environment["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
    session = Session(program, *arguments, term="dumb", **environment)
    session.type((commands % folder).encode() + b"; echo rea''dy\r")
    session.wait(rb"ready")
    for line in lines:
        session.type(line.encode() + b"\t")
        session.type(b"\x18")
        session.wait(rb"\n<([^\n]*)>")
        print("<" + session.sent[:session.mark].rsplit(b"\n<", 1)[1].decode())
    session.type(b"exit\r")
    session.finish()


main(*sys.argv[1:])
