"""A worker in Python that serves the Java interface WordSuggestions: which known words were probably
meant. Python has this in its standard library, Java does not."""

import difflib

from processkit import Worker

worker = Worker()
most = int(worker.args.get("most", 3))


@worker.call
def suggest(word, known):
    return difflib.get_close_matches(word, known, n=most)


worker.run()
