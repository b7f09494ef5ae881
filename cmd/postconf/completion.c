/* SPDX-License-Identifier: ISC */
#include "completion.h"

#include <stdio.h>

#include "app/app.h"
#include "conf/known.h"

enum { FAILURE = 1 };

static void
names(const char *before, const char *after)
{
	for (int p = 0; p < PARAM_COUNT; p++)
		if (known(p)->class != KNOWN_legacy)
			printf("%s%s%s", before, known(p)->name, after);
}

static void
bash(void)
{
	puts("# bash completion for postconf");
	puts("_postconf() {");
	puts("\tlocal cur=${COMP_WORDS[COMP_CWORD]} "
	    "prev=${COMP_WORDS[COMP_CWORD-1]}");
	puts("\tcase $prev in");
	puts("\t-c) COMPREPLY=($(compgen -d -- \"$cur\")); return ;;");
	puts("\t-C) COMPREPLY=($(compgen -W 'builtin service user all' "
	    "-- \"$cur\")); return ;;");
	puts("\tesac");
	puts("\tcase $cur in");
	puts("\t-*) COMPREPLY=($(compgen -W '--check --explain --completion "
	    "-n -d -e -X -M -F -P -x -h -m -l' -- \"$cur\")); return ;;");
	puts("\tesac");
	fputs("\tlocal names='", stdout);
	names("", " ");
	puts("'");
	puts("\tCOMPREPLY=($(compgen -W \"$names\" -- \"$cur\"))");
	puts("}");
	puts("complete -o nospace -F _postconf postconf");
}

/* Text between single quotes of zsh and fish. */
static void
quoted(const char *s, const char *quote)
{
	for (; *s != '\0'; s++)
		if (*s == '\'')
			fputs(quote, stdout);
		else if (*s == ':' && quote[0] == '\'')
			fputs("\\:", stdout);
		else
			putchar(*s);
}

static void
zsh(void)
{
	puts("#compdef postconf");
	puts("local -a names");
	puts("names=(");
	for (int p = 0; p < PARAM_COUNT; p++) {
		if (known(p)->class == KNOWN_legacy)
			continue;
		printf("\t'%s:", known(p)->name);
		quoted(known(p)->meaning, "'\\''");
		puts("'");
	}
	puts(")");
	puts("_describe parameter names");
}

static void
fish(void)
{
	puts("# fish completion for postconf");
	puts("complete -c postconf -s c -r -d 'configuration directory'");
	puts("complete -c postconf -s n -d 'only what main.cf sets'");
	puts("complete -c postconf -s d -d 'defaults'");
	puts("complete -c postconf -s e -d 'edit main.cf'");
	puts("complete -c postconf -s X -d 'remove from main.cf'");
	puts("complete -c postconf -s M -d 'services of master.cf'");
	puts("complete -c postconf -l check -d 'look for mistakes'");
	puts("complete -c postconf -l explain -d 'all about a parameter'");
	for (int p = 0; p < PARAM_COUNT; p++) {
		if (known(p)->class == KNOWN_legacy)
			continue;
		printf("complete -c postconf -f -a %s -d '", known(p)->name);
		quoted(known(p)->meaning, "\\'");
		puts("'");
	}
}

int
completion(const struct opts *o)
{
	const char *shell = o->nargs == 1 ? o->args[0] : "";

	if (strcmp(shell, "bash") == 0)
		bash();
	else if (strcmp(shell, "zsh") == 0)
		zsh();
	else if (strcmp(shell, "fish") == 0)
		fish();
	else
		app_fatal(FAILURE, "--completion needs bash, zsh or fish");
	return 0;
}
