/* Finds stories on the page that lists them all. The list answers for titles, tellers, dates and tags; a small file for all
   words that begin alike, loaded when one is asked for, answers for the texts. src/plan/find.rs describes the files. */
'use strict';
document.documentElement.classList.add('scripted');
addEventListener('DOMContentLoaded', () => {
  const form = document.querySelector('.find'), all = document.querySelector('.index');
  if (!form || !all) return;
  const { folder, letters, files } = form.dataset, names = files.split(' '), field = form.elements.q;
  const found = all.cloneNode(), said = document.getElementById('found'), loaded = {};
  // The files count from the oldest story.
  const items = [...all.children].reverse();
  let stories, asked = 0;

  // Words, folded as src/ground/lexicon.rs folds those of the texts: scripts without spaces in pairs of signs.
  const SPACELESS = '\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}';
  const PARTS = RegExp(`[${SPACELESS}]+|[^${SPACELESS}]+`, 'gu'), PAIRS = RegExp(`^[${SPACELESS}]`, 'u');
  const LIKE = { ø: 'o', ł: 'l', đ: 'd', ð: 'd', ı: 'i', ς: 'σ', ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th' };
  const words = text => {
    const bare = text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replace(/[øłđðıςßæœþ]/g, sign => LIKE[sign]);
    const parts = (bare.match(/[\p{Alphabetic}\p{N}]+/gu) || []).flatMap(run => run.match(PARTS));
    return parts.flatMap(part => {
      const signs = [...part];
      return PAIRS.test(part) ? signs.map((sign, at) => sign + (signs[at + 1] || '')) : signs.slice(0, 24).join('');
    });
  };

  const isPlain = sign => /^[a-z0-9]$/.test(sign || '');
  const nameOf = word => {
    const [one, two] = word;
    if (letters === '0') return 'all';
    if (!isPlain(one)) return '_' + (one.codePointAt(0) & 31).toString(32);
    return letters === '1' ? one : two && one + (isPlain(two) ? two : '_');
  };
  const load = name => loaded[name] ||= fetch(`${folder}${name}.txt`, { cache: 'no-cache' })
    .then(answer => answer.ok ? answer.text() : Promise.reject())
    .then(text => text.split('\n'))
    .catch(() => { delete loaded[name]; });
  // One letter alone is in no file of two: it counts as everywhere, and first where a title has it.
  const linesFor = word => {
    const name = nameOf(word);
    return !name ? [`${word}:`] : names.includes(name) ? load(name) : [];
  };

  const SIGNS = '!#$*;=?[]^_{|}~`';
  const placesIn = line => {
    const places = [];
    let number = 0, shift = 0, next = 0;
    for (const sign of line.slice(line.indexOf(':') + 1)) {
      const value = SIGNS.indexOf(sign);
      number |= (value & 7) << shift;
      shift += 3;
      if (value < 8) {
        places.push(next + number);
        next += number + 1;
        number = shift = 0;
      }
    }
    return places;
  };

  // What each story has of a word that begins so: 9 in its title, 3 beside it, 1 in its text.
  const marks = (word, lines) => {
    const has = list => list.some(one => one.startsWith(word));
    const marks = stories.map(([title, about]) => has(title) ? 9 : has(about) ? 3 : 0);
    for (const line of lines) {
      if (!line.startsWith(word)) continue;
      for (const at of line.endsWith(':') ? marks.keys() : placesIn(line)) marks[at] ||= 1;
    }
    return marks;
  };

  const find = async () => {
    const turn = ++asked, text = field.value.trim(), typed = words(text);
    history.replaceState(null, '', text ? `?q=${encodeURIComponent(text)}` : location.pathname);
    const lines = await Promise.all(typed.map(linesFor));
    if (turn !== asked) return;
    stories ||= items.map(({ children: [title, about] }) => [words(title.textContent), words(about.textContent)]);
    const scores = typed.map((word, at) => marks(word, lines[at] || []));
    const good = [...stories.keys()].filter(at => scores.every(marks => marks[at]))
      .map(at => [scores.reduce((sum, marks) => sum + marks[at], 0), at])
      .sort(([a, x], [b, y]) => b - a || y - x);
    const count = good.length, most = 100;
    found.replaceChildren(...typed.length ? good.slice(0, most).map(([, at]) => items[at].cloneNode(true)) : []);
    all.hidden = typed.length > 0;
    said.textContent = !typed.length ? ''
      : (count ? count > 1 ? `${count} stories` : 'One story' : 'No story has these words') +
        (count > most ? `; these are the first ${most}` : '') + '.' +
        (lines.includes(undefined) ? ' The texts could not be looked through, only titles, tellers and tags.' : '');
  };

  all.before(found);
  form.addEventListener('submit', event => event.preventDefault());
  field.addEventListener('input', find);
  field.value = new URLSearchParams(location.search).get('q') || '';
  if (field.value) find();
});
