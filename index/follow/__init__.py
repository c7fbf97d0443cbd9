"""What a store follows: folders, feeds and pages that are looked at again and again.

subscriptions  what is followed, and what is known of it (`follow.sqlite` beside the articles)
schedule       when an address is due again, and how intervals are written
robots         what a host's robots.txt allows
client         conditional requests, a pause for each host, robots.txt heeded
folders        whether anything in a folder has changed
entries        whose articles a feed may change, and ids for entries that have none
follower       one look at all that is due: fetch, read, build, remember
worker         the same beside a server, in a thread of its own
commands       article-qa follow

A look fetches and reads outside the store's lock; the lock is held by an ordinary build. What a
server is known by (`Validators`) is remembered after the build has published: a process that is
killed in between fetches once more, and finds nothing new.
"""
