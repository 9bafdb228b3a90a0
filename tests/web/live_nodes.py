"""A strict walk through a page: everything in it that could run, load or lead elsewhere."""
import html.parser, re

FRAMES = {'iframe', 'frame', 'object', 'embed', 'portal'}
LEADS = {'href', 'src', 'action', 'formaction', 'data', 'poster', 'srcset', 'xlink:href', 'background', 'ping', 'cite', 'longdesc'}
OURS = re.compile(r'^(/(?!/)|#|\?|$)')


class Walk(html.parser.HTMLParser):
    def __init__(self, origin):
        super().__init__(convert_charrefs=True)
        self.origin, self.live, self.links, self.nodes = origin, [], set(), 0

    def handle_starttag(self, tag, attributes):
        self.nodes += 1
        given = dict((k, v or '') for k, v in attributes)
        if tag.startswith('x-live') or tag in ('base', 'applet', 'meta') and 'http-equiv' in given or tag == 'base':
            self.live.append('<%s>' % tag)
        if tag == 'script' and not given.get('src', '').startswith('/assets/'):
            self.live.append('a script of its own: %s' % given)
        if tag == 'style':
            self.live.append('a style of its own')
        for name, value in given.items():
            if name.startswith('on') or name == 'srcdoc' or name.startswith('x-live') or name == 'style':
                self.live.append('<%s %s=%r>' % (tag, name, value[:60]))
            if name in LEADS:
                where = value.strip()
                known = OURS.match(where) or where.startswith(self.origin + '/')
                outward = tag == 'a' and name == 'href' and re.match(r'^https?://', where) and 'noopener' in given.get('rel', 'noopener')
                if not known and not outward:
                    self.live.append('<%s %s=%r>' % (tag, name, value[:80]))
                if tag == 'a' and known:
                    self.links.add(where.replace(self.origin, '', 1))
                if tag in FRAMES and not known:
                    self.live.append('<%s> of %r' % (tag, value[:80]))

    handle_startendtag = handle_starttag


def walk(text, origin):
    w = Walk(origin)
    w.feed(text)
    w.close()
    return w
