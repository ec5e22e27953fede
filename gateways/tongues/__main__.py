"""python -m gateways.tongues: bring every catalogue up to date with the sources, and say what is untranslated."""

import sys

from config.catalogue import CHINESE, LANGUAGES, file
from gateways.tongues.collect import collected
from gateways.tongues.po import brought_up, read, written

if __name__ == "__main__":
    wanted = collected()
    for language in sorted(set(LANGUAGES) - {CHINESE}):
        book = brought_up(read(language), wanted)
        written(book, language)
        left = [one.id for one in book if one.id and not one.string]
        sys.stdout.write(f"{file(language)}: {len(wanted)} sentences, {len(left)} untranslated\n")
        sys.stdout.writelines(f"  {one}\n" for one in left[:20])
