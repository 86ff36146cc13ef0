"""What the tests about secrets have in common: a draft that holds one, in the FOLDER of the arguments
SCEPWIZ FOLDER, and TAP."""
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from terminal import Wrong

PROGRAM, FOLDER = sys.argv[1:3]
SECRET = "Zx9-n33dle-Q7"
LONGER = "Zx9-n33dle-Q7-and-much-longer-than-that"
DRAFT = """form: scep
platform: macos
policy_name: "{name}"
challenge: {challenge}
key_size: 2048
subject: "/CN=%SerialNumber%"
key_usage: [signing]
url: "https://scep.acme.net/scep"
"""
HERE, ELSEWHERE = f'"{SECRET}"', "{from: env, name: SCEP_CHALLENGE}"


def path(name):
    return os.path.join(FOLDER, name)


def write(name, text, mode=0o600):
    with open(path(name), "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path(name), mode)
    return path(name)


def draft(name, challenge):
    """Anew, and without what a session that was ended has left of it."""
    shutil.rmtree(os.environ["XDG_STATE_HOME"], ignore_errors=True)
    return write(name, DRAFT.format(name=name, challenge=challenge))


class Skip(Exception):
    """Why a test cannot run here."""


def run_tests(tests):
    print(f"1..{len(tests)}")
    for number, test in enumerate(tests, 1):
        name = test.__name__.replace("_", " ")
        try:
            test()
            print(f"ok {number} - {name}", flush=True)
        except Skip as reason:
            print(f"ok {number} - {name} # SKIP {reason}", flush=True)
        except (Wrong, subprocess.SubprocessError, OSError) as error:
            print(f"# {error}\nnot ok {number} - {name}", flush=True)
